package importers

import (
	"cmp"
	"slices"
	"strings"

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

// Supplement tells whether a name has one of the words or of the user's own names,
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

// IsRating tells whether an id is a point on a scale, which a tick is not.
func IsRating(id string) bool {
	m, known := record.MetricByID(id)
	return known && IsScale(m)
}

// ValueEntry is something a person gave a number to. The number becomes one of
// our ratings or amounts only where the name and, for amounts, the unit are
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
