package importers

import (
	"strings"
	"sync"

	"nof1/importers/record"
)

// haeTaken and haeSkipped are what the Health app calls a dose that was taken and
// one that was left out, in the phone's language, after [Normalise]; the app hands
// them on as they are. English and Spanish were seen, the others are the words of
// the Health app as far as they are known: a word that is in neither list makes a
// dose unknown and is told.
var (
	haeTaken = []string{"taken", "tomado", "tomada", "tomados", "eingenommen", "genommen", "pris", "prise", "pris(e)", "preso", "presa",
		"assunto", "assunta", "ingenomen", "genomen", "taget", "tagen", "tatt", "tok", "otettu", "przyjeto", "wzieto", "zazyto", "przyjety",
		"uzito", "vzato", "uzite", "bevett", "bevetel", "beveve", "luat", "luata", "administrat", "alındı", "alındi", "alindi",
		"принято", "принят", "прийнято", "ελήφθη", "εληφθη", "נלקח", "נלקחה", "تم أخذه", "تم أخذها", "تم تناوله",
		"服用済み", "服用", "已服用", "已服药", "已服藥", "已用", "복용함", "복용", "복용 완료", "da uong", "diminum", "telah diambil", "pres", "presos"}
	haeSkipped = []string{"skipped", "omitido", "omitida", "saltado", "ubersprungen", "ausgelassen", "ignore", "ignoree", "saute", "sautee", "omis", "omise",
		"saltato", "saltata", "omesso", "ignorato", "ignorado", "ignorada", "pulado", "pulada", "overgeslagen", "sprunget over", "hoppade over", "overhoppad",
		"hoppet over", "ohitettu", "pominieto", "preskoceno", "vynechano", "kihagyva", "atlandı", "atlandi", "пропущено", "παραλειφθηκε",
		"דולג", "تم التخطي", "スキップ", "スキップ済み", "已跳过", "已略過", "跳过", "건너뜀", "bo qua", "dilewati"}
	haeOpen = []string{"not interacted", "notification not sent", "snoozed", "not logged", "unspecified", ""}
)

// HaeStatus tells whether a dose was taken: only "Taken" is proof of it. One not
// answered is unknown, not left out.
func HaeStatus(status string) (taken record.Taken, known bool) {
	taken, known = haeStatuses()[Normalise(status)]
	return taken, known
}

// haeStatuses are the words folded, once: a log asks for every row.
var haeStatuses = sync.OnceValue(func() map[string]record.Taken {
	statuses := map[string]record.Taken{}
	for _, of := range []struct {
		words []string
		taken record.Taken
	}{{haeOpen, record.TakenUnknown}, {haeSkipped, record.NotTaken}, {haeTaken, record.TakenYes}} {
		for _, w := range of.words {
			statuses[Normalise(w)] = of.taken
		}
	}
	return statuses
})

// TakenAnswer reads whether a dose was taken: an answer, a tick, or the word of a
// reminder's status in the phone's language.
func TakenAnswer(cell string) (answer, ok bool) {
	if answer, ok = ReadAnswer(cell); ok {
		return answer, ok
	}
	switch Normalise(cell) {
	case "x", "✓", "✔", "☑", "ja", "oui", "si", "sim", "da", "tak":
		return true, true
	case "nein", "non", "nao", "nee", "nej", "nie", "✗", "✘":
		return false, true
	}
	taken, known := HaeStatus(cell)
	return taken == record.TakenYes, known && taken != record.TakenUnknown
}

// ReadAnswer reads an answered question.
func ReadAnswer(cell string) (answer, ok bool) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "yes", "y", "true", "1", "taken":
		return true, true
	case "no", "n", "false", "0", "not taken", "skipped":
		return false, true
	}
	return false, false
}

// TrueFalse reads "true" and "false", in any case.
func TrueFalse(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	return false, false
}
