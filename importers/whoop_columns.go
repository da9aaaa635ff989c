package importers

import "strings"

// Header texts of the WHOOP app's Data Export. File names and headers follow the
// language of the app; the German, Spanish, French and Brazilian texts are those
// of real exports, "Tempo despierto/a" included. Values look the same in all.
var (
	whoopCycleStart = whoopNames("Cycle start time", "Startzeit des Zyklus", "Hora de inicio del ciclo", "Heure de début du cycle", "Hora de início do ciclo")
	whoopZone       = whoopNames("Cycle timezone", "Zeitzone des Zyklus", "Zona horaria del ciclo", "Fuseau horaire du cycle", "Fuso horário do ciclo")
	whoopOnset      = whoopNames("Sleep onset", "Beginn des Schlafs", "Inicio del sueño", "Premiers signes de sommeil", "Início do sono")
	whoopWake       = whoopNames("Wake onset", "Beginn des Aufwachens", "Inicio de la vigilia", "Premiers signes de réveil", "Início da vigília")
	whoopNap        = whoopNames("Nap", "Nickerchen", "Siesta", "Sieste", "Sesta")
	whoopRecovery   = whoopNames("Recovery score %", "Erholungswert %", "Puntuación de recuperación (%)", "Score de récupération %", "Pontuação de recuperação %")
	whoopRestingHR  = whoopNames("Resting heart rate (bpm)", "Ruheherzfrequenz (Schläge pro Minute)", "Frecuencia cardíaca en reposo (lpm)", "Fréquence cardiaque au repos (bpm)", "Frequência cardíaca em repouso (bpm)")
	whoopHRV        = whoopNames("Heart rate variability (ms)", "Heart rate variability RMSSD (ms)", "heart_rate_variability_rmssd_ms", "Herzfrequenzvariabilität (ms)", "Variabilidad de la frecuencia cardíaca (ms)", "Variabilité de la fréquence cardiaque (ms)", "Variabilidade da frequência cardíaca (ms)")
	whoopSkinTemp   = whoopNames("Skin temp (celsius)", "Skin temp (C)", "Hauttemperatur (Celsius)", "Temp. cutánea (grados centígrados)", "Température cutanée (Celsius)", "Temp. da pele (celsius)")
	whoopSkinTempF  = whoopNames("Skin temp (F)", "Skin temp (fahrenheit)")
	whoopSpO2       = whoopNames("Blood oxygen %", "Blutsauerstoff %", "Oxígeno en sangre %", "Niveau d'oxygène %", "% de oxigênio no sangue")
	whoopStrain     = whoopNames("Day Strain", "Tagesbelastung", "Esfuerzo del día", "Effort du jour", "Esforço diário")
	whoopEnergy     = whoopNames("Energy burned (cal)", "Verbrannte Energie (cal)", "Energía quemada (cal)", "Dépense énergétique (cal.)", "Energia queimada (cal)")
	whoopScore      = whoopNames("Sleep performance %", "Schlafleistung %", "Calificación del sueño (%)", "Performance Sommeil %", "Desempenho do sono %")
	whoopBreaths    = whoopNames("Respiratory rate (rpm)", "Atemfrequenz (Atemzüge/Min.)", "Frecuencia respiratoria (rpm)", "Fréquence respiratoire (tr/min)", "Frequência respiratória (rpm)")
	whoopAsleep     = whoopNames("Asleep duration (min)", "Schlafdauer (Min.)", "Duración del sueño (min)", "Durée du sommeil (min)", "Duração do sono (min)")
	whoopInBed      = whoopNames("In bed duration (min)", "Dauer im Bett (Min.)", "Tiempo en la cama (min)", "Temps passé au lit (min)", "Duração na cama (min)")
	whoopLight      = whoopNames("Light sleep duration (min)", "Dauer des Leichtschlafs (Min.)", "Duración de sueño ligero (min)", "Durée du sommeil léger (min)", "Duração do sono leve (min)")
	whoopDeep       = whoopNames("Deep (SWS) duration (min)", "Dauer des Tiefschlafs (Min.)", "Duración de sueño profundo (SWS) (min)", "Durée du sommeil profond (min)", "Duração profundo (Sono) (min)")
	whoopREM        = whoopNames("REM duration (min)", "Dauer des REM-Schlafs (Min.)", "Duración de sueño REM (min)", "Durée du sommeil paradoxal (min)", "Duração REM (min)")
	whoopAwake      = whoopNames("Awake duration (min)", "Dauer des Aufwachens (Min.)", "Tempo despierto/a (min)", "Tiempo despierto/a (min)", "Temps d'éveil (min)", "Duração de vigília (min)")
	whoopEfficiency = whoopNames("Sleep efficiency %", "Schlafeffizienz %", "Eficiencia del sueño %", "Efficacité du sommeil %", "Eficácia do sono %")

	// Of the workouts only the English and the German texts are known.
	whoopWorkoutStart   = whoopNames("Workout start time", "Startzeit des Trainings")
	whoopActivityStrain = whoopNames("Activity Strain", "Aktivitätsbelastung")

	// Of the journal only these: Spanish and French exports were not seen.
	whoopQuestion = whoopNames("Question text", "Fragetext", "Texto de pergunta")
	whoopAnswer   = whoopNames("Answered yes", "Answered yes/no", "Beantwortet mit Ja", "Respondeu sim")
	whoopNotes    = whoopNames("Notes", "Anmerkungen", "Notas")
)

// whoopNames returns the accepted headers of a column: the English one, the way
// programs rewrite it ("heart_rate_variability_ms"), and others.
func whoopNames(english string, others ...string) []string {
	snake := strings.NewReplacer(" ", "_", "(", "", ")", "").Replace(strings.ToLower(english))
	return append([]string{english, snake}, others...)
}

// The columns of a night. "Awake duration" is the time awake in bed, which is as
// near to WASO as the export comes: WHOOP starts a sleep when it begins.
// "Average HR" is the whole day's and is not read.
var (
	whoopStageColumns = []Column{
		{Names: whoopAsleep, Metric: "tst"},
		{Names: whoopInBed, Metric: "tib"},
		{Names: whoopLight, Metric: "light"},
		{Names: whoopDeep, Metric: "deep"},
		{Names: whoopREM, Metric: "rem"},
		{Names: whoopAwake, Metric: "waso"},
	}
	whoopNightColumns = []Column{
		{Names: whoopBreaths, Metric: "respiratory_rate"},
		{Names: whoopScore, Metric: "sleep_score"},
	}
	whoopTempColumns = []Column{
		{Names: whoopSkinTemp, Metric: "skin_temp"},
		{Names: whoopSkinTempF, Metric: "skin_temp", Unit: "F"},
		{Names: whoopSpO2, Metric: "spo2"},
	}
	whoopRecoveryColumns = []Column{
		{Names: whoopHRV, Metric: "hrv_rmssd"},
		{Names: whoopRestingHR, Metric: "resting_hr"},
		{Names: whoopRecovery, Metric: "readiness_score"},
	}
	// "cal" are kilocalories.
	whoopDayColumns = []Column{
		{Names: whoopStrain, Metric: "strain"},
		{Names: whoopEnergy, Metric: "active_energy"},
	}
)
