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

// Supplement describes one supplement or substance. It is one row of the catalogue.
type Supplement struct {
	ID      string   `yaml:"id"`      // lower case, stable
	Name    string   `yaml:"name"`    // for use in sentences
	Aliases []string `yaml:"aliases"` // other names in logs
	Unit    string   `yaml:"unit"`    // usual unit of a dose: "mg", "g" or "iu"
	Dose    string   `yaml:"dose"`    // what the amount refers to, such as "elemental" or "extract"
	// Diary marks a confounding habit (alcohol, caffeine). By default a report is never
	// about such a substance.
	Diary bool `yaml:"diary"`

	AnalysisOnset   int `yaml:"analysis_onset"`   // nights left out after a start
	AnalysisWashout int `yaml:"analysis_washout"` // nights left out after a stop
	// PlanDays is the longest time until an effect is complete after a start and gone
	// after a stop. Plans and the warning about carry-over use it.
	PlanDays    PlanDays `yaml:"plan_days"`
	PlanOnset   Text     `yaml:"plan_onset"`   // evidence on the time to full effect
	PlanWashout Text     `yaml:"plan_washout"` // evidence on the time to fade

	Amounts Text          `yaml:"amounts"` // daily amounts in products and trials, not advice
	Expects []Expectation `yaml:"expects"` // outcomes it may move
	// NoneExpected are outcomes that people hope for, although trials found no useful
	// effect. Unknown are outcomes without an informative trial.
	NoneExpected []string `yaml:"none_expected"`
	Unknown      []string `yaml:"unknown"`
	Routes       []Route  `yaml:"routes"` // proposed mechanisms

	Evidence Text   `yaml:"evidence"` // the main evidence
	More     []Text `yaml:"more"`     // further evidence
	Safety   Text   `yaml:"safety"`   // known risks
}

// PlanDays are numbers of days after a start and after a stop, 0 if unknown.
type PlanDays struct {
	Onset   int `yaml:"onset"`   // until the effect is complete
	Washout int `yaml:"washout"` // until the effect is gone
}

// Text is a statement with its source. A statement that is not Verified is a note for
// the maintainers of the catalogue and must not be printed as a fact.
type Text struct {
	Text     string `yaml:"text"`
	Source   string `yaml:"source"`
	Verified bool   `yaml:"verified"`
}

// Route is one proposed mechanism of a supplement. The language catalogue describes it
// under its ID.
type Route struct {
	ID       string   `yaml:"id"`
	Predicts []string `yaml:"predicts"` // outcomes that this mechanism would move, each among Expects
}

// Expectation is an outcome that a supplement may move. It makes the outcome a
// secondary one and never changes an estimate.
type Expectation struct {
	Metric    string `yaml:"metric"`    // id of the metric catalogue
	Direction string `yaml:"direction"` // "up" or "down"
	// Grade is the grade of the evidence: "B" for a randomised placebo-controlled trial
	// of this endpoint, "C" for mixed or small trials or a high risk of bias, "D" for a
	// mechanism only, "X" for evidence of no useful effect. No endpoint has an "A".
	Grade string `yaml:"grade"`
	Harm  bool   `yaml:"harm"` // an unwanted effect to collect
	// Found is the finding of Source in one sentence, and Source its reference. Both are
	// empty if no source was read. The direction is then only an idea, of grade "D".
	Found  string `yaml:"found"`
	Source string `yaml:"source"`
}

// Expectation returns the expectation for a metric and reports whether there is one.
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

// magnesium is the id of the only supplement with forms.
const magnesium = "magnesium"

// namesMagnesium reports whether a word of the name means magnesium.
func namesMagnesium(name string) bool {
	for _, w := range strings.Fields(plain(name)) {
		if magnesiumWords[w] {
			return true
		}
	}
	return false
}

// builtIn parses the embedded file once. It panics on a mistake in the file, which the
// tests would find.
var builtIn = sync.OnceValue(func() *Catalogue {
	c, err := parseSupplements(supplementsYAML)
	if err != nil {
		panic(err)
	}
	return c
})

// parseSupplements returns the catalogue in the text of supplements.yaml.
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
