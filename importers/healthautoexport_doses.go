package importers

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
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

// haeStatus tells whether a dose was taken: only "Taken" is proof of it. One not
// answered is unknown, not left out.
func haeStatus(status string) (taken record.Taken, known bool) {
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

var strengthInName = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?)\s*(mg|mcg|µg|ug|g|iu|ie|ui)\b`)

// medication reads one dose of the JSON.
func (f *haeFile) medication() error {
	var raw json.RawMessage
	line := f.line()
	if err := f.items.decoder.Decode(&raw); err != nil {
		return err
	}
	line += leadingLines(f, raw, line)
	var o jsonObject
	if json.Unmarshal(raw, &o) != nil || o == nil {
		f.problem(line, "not an object: want {...}")
		f.counts.Count(false)
		return nil
	}
	f.counts.Count(haeDose(o.text, func(string) record.Pos { return record.Pos{File: f.src.Path, Line: line} }, "healthautoexport.json", f.sink))
	return nil
}

// haeDose hands out a dose: the time it was taken, else that it was due at, on the
// clock as written. The amount is a number of units; where the name tells the
// strength of one, it is that many times it.
func haeDose(text func(key string) string, at func(key string) record.Pos, importer string, sink Sink) bool {
	name := text("displayText")
	if Missing(name) {
		name = text("nickname")
	}
	if Missing(name) {
		sink.Problem(record.Problem{Pos: at(""), Message: "no supplement: the dose has no name and was left out"})
		return false
	}
	key := "start"
	if Missing(text(key)) {
		key = "scheduledDate"
	}
	if Missing(text(key)) {
		key = "date"
	}
	when, err := ParseMoment(text(key))
	if err != nil {
		sink.Problem(record.Problem{Pos: at(key), Field: key, Message: err.Error()})
		return false
	}
	d := record.Dose{When: when, Supplement: name, Source: importer, Pos: at("")}
	var known bool
	if d.Taken, known = haeStatus(text("status")); !known {
		sink.Problem(record.Problem{Pos: at("status"), Field: "status", Message: fmt.Sprintf("%q is no status that is known: the dose counts as unknown", text("status"))})
	}
	haeAmount(&d, text("dosage"), text("form"), at, sink)
	sink.Dose(d)
	return true
}

func haeAmount(d *record.Dose, dosage, form string, at func(string) record.Pos, sink Sink) {
	units := 1.0
	if !Missing(dosage) {
		v, err := Number(dosage)
		if err != nil || v < 0 {
			sink.Problem(BadCell(at("dosage"), "dosage", dosage, "a number of units"))
			return
		}
		units = v
		d.Amount, d.HasAmount, d.Unit = v, true, foldUnit(form)
	}
	if m := strengthInName.FindAllStringSubmatch(d.Supplement, -1); len(m) == 1 {
		if strength, err := Number(strings.Replace(m[0][1], ",", ".", 1)); err == nil {
			d.Amount, d.HasAmount, d.Unit = units*strength, true, foldUnit(m[0][2])
		}
	}
}

// haeMedications reads a table of medications of the app. Its header was never
// seen: it is read where it has the JSON's names, in whatever spelling.
var haeMedications Importer = haeDoseTable{}

type haeDoseTable struct{}

func (haeDoseTable) Name() string { return "healthautoexport.medications" }

func (haeDoseTable) Wants() []string { return []string{"displayText", "scheduledDate", "status"} }

func (h haeDoseTable) Identify(head Head) bool {
	for _, key := range h.Wants() {
		if haeField(head.Header, key) < 0 {
			return false
		}
	}
	return true
}

// haeField returns the column of a key of the JSON: "Scheduled Date" is
// scheduledDate.
func haeField(header []string, key string) int {
	return slices.IndexFunc(header, func(cell string) bool {
		return haeSpaces.Replace(Normalise(cell)) == strings.ToLower(key)
	})
}

var haeSpaces = strings.NewReplacer(" ", "", "_", "")

func (haeDoseTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	columns := map[string]int{}
	for _, key := range []string{"displayText", "nickname", "start", "scheduledDate", "date", "form", "status", "dosage"} {
		columns[key] = haeField(t.Header(), key)
	}
	text := func(key string) string { return t.Cell(columns[key]) }
	at := func(key string) record.Pos {
		if i, ok := columns[key]; ok {
			return t.Pos(i)
		}
		return t.Pos(-1)
	}
	var c record.Counts
	for t.Next() {
		c.Count(haeDose(text, at, "healthautoexport.medications", sink))
	}
	return tableEnd(t, c, sink)
}
