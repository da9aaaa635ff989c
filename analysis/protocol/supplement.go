package protocol

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed supplements.yaml
var supplementsYAML []byte

// Supplement is what is known of one supplement or substance.
type Supplement struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"` // as sentences say it
	Aliases []string `yaml:"aliases"`
	Unit    string   `yaml:"unit"` // usual unit of a dose: "mg", "g" or "iu"
	Dose    string   `yaml:"dose"` // what the amount counts, e.g. "elemental", "extract"
	// Diary marks a habit that confounds (alcohol, caffeine): never by default
	// the supplement a report is about.
	Diary bool `yaml:"diary"`

	AnalysisOnset   int `yaml:"analysis_onset"`   // nights not used after a start
	AnalysisWashout int `yaml:"analysis_washout"` // nights not used after a stop
	// PlanDays is the longest an effect is given to be whole after a start and gone
	// after a stop: design values for plans and for the doubt of what is left over.
	PlanDays    PlanDays `yaml:"plan_days"`
	PlanOnset   Text     `yaml:"plan_onset"`   // what was found of how soon it acts
	PlanWashout Text     `yaml:"plan_washout"` // what was found of how soon it fades

	Amounts Text          `yaml:"amounts"` // amounts a day in products and trials, no advice
	Expects []Expectation `yaml:"expects"`
	// NoneExpected are outcomes people hope for in which trials found nothing
	// useful; Unknown those without a trial to tell either way.
	NoneExpected []string `yaml:"none_expected"`
	Unknown      []string `yaml:"unknown"`
	Routes       []Route  `yaml:"routes"` // how it is said to act

	Evidence Text   `yaml:"evidence"`
	More     []Text `yaml:"more"` // further evidence
	Safety   Text   `yaml:"safety"`
}

// PlanDays are days after a start and after a stop, 0 where nothing is known.
type PlanDays struct {
	Onset   int `yaml:"onset"`
	Washout int `yaml:"washout"`
}

// Text is a statement with where it comes from. One that is not Verified is for
// whoever maintains the catalogue and must not be printed as a fact.
type Text struct {
	Text     string `yaml:"text"`
	Source   string `yaml:"source"`
	Verified bool   `yaml:"verified"`
}

// Route is one way the supplement is said to act. What is known of it stands in
// the language catalogue under its ID.
type Route struct {
	ID       string   `yaml:"id"`
	Predicts []string `yaml:"predicts"` // outcomes it would move if it were true, each among Expects
}

// Expectation is an outcome the supplement is said to move. It makes the
// outcome a secondary one; it never changes an estimate.
type Expectation struct {
	Metric    string `yaml:"metric"`    // id of the metric catalogue
	Direction string `yaml:"direction"` // "up" or "down"
	// Grade of the evidence: "B" a randomised placebo-controlled trial on that
	// very endpoint, "C" mixed, small or at high risk of bias, "D" mechanism
	// only, "X" evidence of no useful effect. No endpoint has an "A".
	Grade string `yaml:"grade"`
	Harm  bool   `yaml:"harm"` // an unwanted effect to collect
	// Found is what the Source saw of this outcome, in a sentence, and Source who,
	// when and where. Both are empty where no source was read: the direction is an
	// idea then, of grade "D", and must not be printed as more.
	Found  string `yaml:"found"`
	Source string `yaml:"source"`
}

// Expectation returns the supplement's expectation of a metric; false where it has
// none.
func (s Supplement) Expectation(metric string) (Expectation, bool) {
	for _, e := range s.Expects {
		if e.Metric == metric {
			return e, true
		}
	}
	return Expectation{}, false
}

// All returns the supplements in file order, magnesium first.
func All() []Supplement { return builtIn().All() }

// Lookup is [Catalogue.Lookup] of the built-in catalogue.
func Lookup(name string) (Supplement, bool) { return builtIn().Lookup(name) }

// Canonical is [Catalogue.Canonical] of the built-in catalogue.
func Canonical(name string) string { return builtIn().Canonical(name) }

// magnesium is the id of the one supplement that has forms.
const magnesium = "magnesium"

// namesMagnesium tells whether a word of the name is magnesium.
func namesMagnesium(name string) bool {
	for _, w := range strings.Fields(plain(name)) {
		if magnesiumWords[w] {
			return true
		}
	}
	return false
}

// builtIn parses the embedded file once. A file that does not parse is a
// mistake made at build time, which the tests find.
var builtIn = sync.OnceValue(func() *Catalogue {
	c, err := parseSupplements(supplementsYAML)
	if err != nil {
		panic(err)
	}
	return c
})

func parseSupplements(text []byte) (*Catalogue, error) {
	c := &Catalogue{byName: map[string]int{}}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var rows []Supplement
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("supplements.yaml: %w", err)
	}
	for _, s := range rows {
		if err := c.add(s); err != nil {
			return nil, fmt.Errorf("supplements.yaml: %w", err)
		}
	}
	return c, nil
}
