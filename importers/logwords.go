package importers

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"nof1/importers/record"
)

// supplementWords are words by which people name a habit, a tag or a food that
// is a supplement, after [Normalise]. Apps for habits and moods mix such names
// with everything else a person does; only what names one of these is a dose,
// the rest are diary entries. Which supplement it is, the analysis decides. The
// user adds to them with Options.Supplements.
var supplementWords = []string{
	"magnesium", "magnesio", "magnesia", "magtein", "bisglycinate", "threonate",
	"theanine", "theanin", "suntheanine", "glycine", "glycin", "taurine", "taurin", "inositol", "gaba",
	"ashwagandha", "ashwaganda", "rhodiola", "valerian", "valeriana", "silexan", "apigenin", "cbd", "cannabidiol",
	"melatonin", "melatonine", "melatonina", "creatine", "creatin", "creatina", "omega", "omega3", "epa", "dha",
	"zinc", "zink", "potassium", "calcium", "selenium", "iron pill", "fish oil", "cod liver oil", "krill oil",
	"vitamin", "vitamins", "vitamina", "vitaminas", "vitamine", "multivitamin", "b12", "d3", "k2", "coq10",
	"probiotic", "probiotics", "collagen", "curcumin", "turmeric", "nac", "5-htp", "tryptophan",
	"supplement", "supplements", "nootropic", "nootropics",
}

// OwnNames are names by which the user calls what is a supplement beside
// supplementWords, as words apart by one space.
type OwnNames []string

func newOwnNames(names []string) (own OwnNames) {
	for _, name := range names {
		if words := apart(name); words != "" {
			own = append(own, words)
		}
	}
	return own
}

// apart folds a name to its words, one space between them.
func apart(name string) string {
	return strings.Join(strings.FieldsFunc(Normalise(name), func(r rune) bool {
		return strings.ContainsRune(" ,;:/()[]+&_.", r)
	}), " ")
}

// Supplement reports whether a name has one of the words or of the user's own names,
// whole, and does not say no to it.
func (own OwnNames) Supplement(name string) bool {
	padded := " " + apart(name) + " "
	for _, no := range []string{"no", "not", "without", "free", "skip", "stop", "buy", "order"} {
		if strings.Contains(padded, " "+no+" ") {
			return false
		}
	}
	has := func(w string) bool {
		return strings.Contains(padded, w) && // most are not there at all
			(strings.Contains(padded, " "+w+" ") || strings.Contains(padded, " "+w+"-") || strings.Contains(padded, "-"+w+" "))
	}
	return slices.ContainsFunc(supplementWords, has) || slices.ContainsFunc(own, has)
}

// TagEntry is something a person ticked: a yes. A tag that was not ticked was
// perhaps not asked, so there is no entry that says no.
func TagEntry(base record.Entry, tag string) record.Entry {
	base.Item, base.HasValue, base.YesNo, base.Value = TagItem(tag), true, true, 1
	return base
}

// TagItem returns our id of a tag or habit, else the tag as written.
func TagItem(tag string) string {
	if id, ok := ItemID(tag); ok && !IsRating(id) {
		return id
	}
	if item := EveningTag(tag); item != "" {
		return item
	}
	return strings.Join(strings.Fields(tag), " ")
}

// IsRating reports whether an id is a point on a scale, which a tick is not.
func IsRating(id string) bool {
	m, known := record.MetricByID(id)
	return known && IsScale(m)
}

// ValueEntry is something a person gave a number to. The number becomes one of
// our ratings or amounts only if the name and, for amounts, the unit are
// ours: what scale another app's numbers are on, its file does not say. A rating
// from 0 to 10 needs its range as the unit or behind the name: "Stress (1-4)".
func ValueEntry(base record.Entry, name, unit string, v float64) record.Entry {
	base.Item, base.Unit, base.Value, base.HasValue = name, unit, v, true
	short, rated := SplitNameRange(name)
	id, known := ItemID(short)
	m, isMetric := record.MetricByID(id)
	switch {
	case !isMetric && known: // an event of ours: it happened, or did not
		base.Item = id
	case !isMetric:
	case m.Unit == RatingUnit:
		scaled, err := Convert(m, cmp.Or(rated, unit), v)
		if err != nil || rated == "" && unit == "" {
			base.Item = name + " (own scale)"
			break
		}
		base.Item, base.Unit, base.Value = id, m.Unit, scaled
	case m.Kind == record.Rating && CheckLimits(m, v) == nil,
		m.Kind == record.Covariate && unit != "" && UnitID(unit) == UnitID(m.Unit) && CheckLimits(m, v) == nil,
		id == "alcohol" && (unit == "drink" || unit == "drinks"):
		base.Item = id
	case m.Kind == record.Covariate: // how many, but not of what: a yes or a no
		base.Item, base.Note, base.YesNo, base.Value = id, strings.TrimSpace(FormatNumber(v)+" "+unit), true, min(max(v, 0), 1)
		if base.Value > 0 {
			base.Value = 1
		}
	default:
		base.Item = name + " (own scale)"
	}
	return base
}

// haeTaken and haeSkipped are what the Health app calls a dose that was taken and
// one that was left out, in the phone's language, after [Normalise]; the app hands
// them on as they are. English and Spanish were seen, the others are the words of
// the Health app as far as they are known: a word that is in neither list makes a
// dose unknown and is a problem.
var (
	haeTaken = []string{"taken", "tomado", "tomada", "tomados", "eingenommen", "genommen", "pris", "prise", "pris(e)", "preso", "presa",
		"assunto", "assunta", "ingenomen", "genomen", "taget", "tagen", "tatt", "tok", "otettu", "przyjeto", "wzieto", "zazyto", "przyjety",
		"uzito", "vzato", "uzite", "bevett", "bevetel", "beveve", "luat", "luata", "administrat", "alındı", "alındi", "alindi",
		"принято", "принят", "прийнято", "ελήφθη", "εληφθη", "נלקח", "נלקחה",
		"تم أخذه", "تم أخذها", "تم تناوله",
		"服用済み", "服用", "已服用", "已服药", "已服藥", "已用", "복용함", "복용", "복용 완료",
		"da uong", "diminum", "telah diambil", "pres", "presos"}
	haeSkipped = []string{"skipped", "omitido", "omitida", "saltado", "ubersprungen", "ausgelassen", "ignore", "ignoree",
		"saute", "sautee", "omis", "omise",
		"saltato", "saltata", "omesso", "ignorato", "ignorado", "ignorada", "pulado", "pulada", "overgeslagen", "sprunget over",
		"hoppade over", "overhoppad",
		"hoppet over", "ohitettu", "pominieto", "preskoceno", "vynechano", "kihagyva", "atlandı", "atlandi", "пропущено",
		"παραλειφθηκε",
		"דולג", "تم التخطي", "スキップ", "スキップ済み", "已跳过", "已略過", "跳过", "건너뜀",
		"bo qua", "dilewati"}
	haeOpen = []string{"not interacted", "notification not sent", "snoozed", "not logged", "unspecified", ""}
)

// HAEStatus reports whether a dose was taken: only "Taken" is proof of it. One not
// answered is unknown, not left out.
func HAEStatus(status string) (taken record.Taken, known bool) {
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
	taken, known := HAEStatus(cell)
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

// Events are the ids of things that happen to people and belong to no metric.
var Events = []string{
	"illness", "vaccination", "travel", "stress_event", "medication_start", "medication_stop",
	"medication_change", "late_meal", "cycle_start", "device_change", "home_change",
}

// DoseColumn reports whether a column of a wide table is named as a supplement.
func DoseColumn(name string, own OwnNames) bool {
	_, known := ItemID(name)
	return !known && own.Supplement(name)
}

// IsScale reports whether a rating is a point on a scale, which no yes can be.
func IsScale(m record.Metric) bool { return m.Unit == RatingUnit || m.ID == "gad7" || m.ID == "gad2" }

// MeasuredColumn reports whether a table has a date and a column named as a measured
// metric or a score, and is not a log.
func MeasuredColumn(h Head) bool {
	if !h.Has("date") || h.Index("supplement", "item") >= 0 {
		return false
	}
	for _, m := range record.Metrics {
		if (m.Kind == record.Measured || m.Kind == record.Score) && h.Has(m.ID) {
			return true
		}
	}
	return false
}

// ForeignTable reports whether a table has more than twice as many unknown columns
// as known ones.
func ForeignTable(h Head) bool {
	known := 0
	for _, name := range h.Header {
		if _, ok := ItemID(name); ok {
			known++
		}
	}
	return len(UnknownColumns(h.Header, h.Own)) > 2*known+1
}

// WakeDate reads the date of a night named as ours are.
func WakeDate(cell string) (record.Date, error) {
	m, err := ParseMoment(cell)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", cell)
	}
	return m.Day, nil
}

// UnknownColumns are the header cells, quoted, that say nothing a native table
// can hold.
func UnknownColumns(header []string, own OwnNames) []string {
	var unknown []string
	for _, name := range header {
		if _, ok := ItemID(name); ok || name == "" || DoseColumn(name, own) {
			continue
		}
		switch Normalise(name) {
		case "date", "source", "device", "firmware", "note", "notes", "comment", "weekday":
			continue
		}
		unknown = append(unknown, strconv.Quote(name))
	}
	return unknown
}

var itemSpaces = strings.NewReplacer(" ", "_", "-", "_")

// ItemID returns the id of a rating, metric or event however its name
// is cased and spaced.
func ItemID(name string) (string, bool) {
	id := itemSpaces.Replace(Normalise(name))
	if _, ok := record.MetricByID(id); ok {
		return id, true
	}
	for _, e := range Events {
		if id == e {
			return id, true
		}
	}
	return strings.TrimSpace(name), false
}
