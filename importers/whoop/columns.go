package whoop

import (
	"strings"

	"nof1/importers"
)

// Header texts of the export. File names and headers follow the language of the
// app. The German, Spanish, French and Brazilian texts are those of real exports,
// "Tempo despierto/a" included. Values look the same in all.
var (
	cycleStart = names("Cycle start time", "Startzeit des Zyklus", "Hora de inicio del ciclo", "Heure de début du cycle",
		"Hora de início do ciclo")
	zone     = names("Cycle timezone", "Zeitzone des Zyklus", "Zona horaria del ciclo", "Fuseau horaire du cycle", "Fuso horário do ciclo")
	onset    = names("Sleep onset", "Beginn des Schlafs", "Inicio del sueño", "Premiers signes de sommeil", "Início do sono")
	wake     = names("Wake onset", "Beginn des Aufwachens", "Inicio de la vigilia", "Premiers signes de réveil", "Início da vigília")
	nap      = names("Nap", "Nickerchen", "Siesta", "Sieste", "Sesta")
	recovery = names("Recovery score %", "Erholungswert %", "Puntuación de recuperación (%)", "Score de récupération %",
		"Pontuação de recuperação %")
	restingHR = names("Resting heart rate (bpm)", "Ruheherzfrequenz (Schläge pro Minute)", "Frecuencia cardíaca en reposo (lpm)",
		"Fréquence cardiaque au repos (bpm)", "Frequência cardíaca em repouso (bpm)")
	hrv = names("Heart rate variability (ms)", "Heart rate variability RMSSD (ms)", "heart_rate_variability_rmssd_ms",
		"Herzfrequenzvariabilität (ms)", "Variabilidad de la frecuencia cardíaca (ms)",
		"Variabilité de la fréquence cardiaque (ms)", "Variabilidade da frequência cardíaca (ms)")
	skinTemp = names("Skin temp (celsius)", "Skin temp (C)", "Hauttemperatur (Celsius)", "Temp. cutánea (grados centígrados)",
		"Température cutanée (Celsius)", "Temp. da pele (celsius)")
	skinTempF = names("Skin temp (F)", "Skin temp (fahrenheit)")
	spO2      = names("Blood oxygen %", "Blutsauerstoff %", "Oxígeno en sangre %", "Niveau d'oxygène %", "% de oxigênio no sangue")
	strain    = names("Day Strain", "Tagesbelastung", "Esfuerzo del día", "Effort du jour", "Esforço diário")
	energy    = names("Energy burned (cal)", "Verbrannte Energie (cal)", "Energía quemada (cal)", "Dépense énergétique (cal.)",
		"Energia queimada (cal)")
	score = names("Sleep performance %", "Schlafleistung %", "Calificación del sueño (%)", "Performance Sommeil %",
		"Desempenho do sono %")
	breaths = names("Respiratory rate (rpm)", "Atemfrequenz (Atemzüge/Min.)", "Frecuencia respiratoria (rpm)",
		"Fréquence respiratoire (tr/min)", "Frequência respiratória (rpm)")
	asleep = names("Asleep duration (min)", "Schlafdauer (Min.)", "Duración del sueño (min)", "Durée du sommeil (min)",
		"Duração do sono (min)")
	inBed = names("In bed duration (min)", "Dauer im Bett (Min.)", "Tiempo en la cama (min)", "Temps passé au lit (min)",
		"Duração na cama (min)")
	light = names("Light sleep duration (min)", "Dauer des Leichtschlafs (Min.)", "Duración de sueño ligero (min)",
		"Durée du sommeil léger (min)", "Duração do sono leve (min)")
	deep = names("Deep (SWS) duration (min)", "Dauer des Tiefschlafs (Min.)", "Duración de sueño profundo (SWS) (min)",
		"Durée du sommeil profond (min)", "Duração profundo (Sono) (min)")
	rem = names("REM duration (min)", "Dauer des REM-Schlafs (Min.)", "Duración de sueño REM (min)",
		"Durée du sommeil paradoxal (min)", "Duração REM (min)")
	awake = names("Awake duration (min)", "Dauer des Aufwachens (Min.)", "Tempo despierto/a (min)", "Tiempo despierto/a (min)",
		"Temps d'éveil (min)", "Duração de vigília (min)")
	efficiency = names("Sleep efficiency %", "Schlafeffizienz %", "Eficiencia del sueño %", "Efficacité du sommeil %", "Eficácia do sono %")

	// Of the workouts only the English and the German texts are known.
	workoutStart   = names("Workout start time", "Startzeit des Trainings")
	activityStrain = names("Activity Strain", "Aktivitätsbelastung")

	// Of the journal the Spanish and French texts are not known.
	question = names("Question text", "Fragetext", "Texto de pergunta")
	answer   = names("Answered yes", "Answered yes/no", "Beantwortet mit Ja", "Respondeu sim")
	notes    = names("Notes", "Anmerkungen", "Notas")
)

// names returns the headers that a column may have: the English one, the form that
// programs give it ("heart_rate_variability_ms"), and others.
func names(english string, others ...string) []string {
	snake := strings.NewReplacer(" ", "_", "(", "", ")", "").Replace(strings.ToLower(english))
	return append([]string{english, snake}, others...)
}

// The columns of a night. "Awake duration" is the time awake in bed, the nearest to
// WASO that the export has: a WHOOP sleep starts with falling asleep. "Average HR"
// is of the whole day and is not read.
var (
	stageColumns = []importers.Column{
		{Names: asleep, Metric: "tst"},
		{Names: inBed, Metric: "tib"},
		{Names: light, Metric: "light"},
		{Names: deep, Metric: "deep"},
		{Names: rem, Metric: "rem"},
		{Names: awake, Metric: "waso"},
	}
	nightColumns = []importers.Column{
		{Names: breaths, Metric: "respiratory_rate"},
		{Names: score, Metric: "sleep_score"},
	}
	tempColumns = []importers.Column{
		{Names: skinTemp, Metric: "skin_temp"},
		{Names: skinTempF, Metric: "skin_temp", Unit: "F"},
		{Names: spO2, Metric: "spo2"},
	}
	recoveryColumns = []importers.Column{
		{Names: hrv, Metric: "hrv_rmssd"},
		{Names: restingHR, Metric: "resting_hr"},
		{Names: recovery, Metric: "readiness_score"},
	}
	// "cal" are kilocalories.
	dayColumns = []importers.Column{
		{Names: strain, Metric: "strain"},
		{Names: energy, Metric: "active_energy"},
	}
)
