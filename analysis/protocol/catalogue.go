package protocol

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Catalogue is a set of supplements: the built-in ones and those of the configuration.
// A nil *Catalogue is the built-in one. A Catalogue does not change once built.
type Catalogue struct {
	rows   []Supplement
	byName map[string]int // index in rows by plain name
}

// Custom is a supplement that the configuration adds.
type Custom struct {
	ID      string   `yaml:"id" mapstructure:"id"`           // small letters, digits and _
	Name    string   `yaml:"name" mapstructure:"name"`       // for use in sentences; "" for the id
	Aliases []string `yaml:"aliases" mapstructure:"aliases"` // other names in logs

	// AnalysisOnset and AnalysisWashout are the nights left out after a start and after
	// a stop, 0 to 90.
	AnalysisOnset   int `yaml:"analysis_onset" mapstructure:"analysis_onset"`
	AnalysisWashout int `yaml:"analysis_washout" mapstructure:"analysis_washout"`

	Expects []CustomExpected `yaml:"expects" mapstructure:"expects"` // outcomes it should move
}

// CustomExpected is an outcome that the user expects the supplement to move. It makes
// the outcome a secondary one and never changes an estimate.
type CustomExpected struct {
	Metric    string `yaml:"metric" mapstructure:"metric"`       // id of a metric; the caller checks that it exists
	Direction string `yaml:"direction" mapstructure:"direction"` // "up" or "down"
}

// maxWindow is the largest number of nights left out after a switch.
const maxWindow = 90

// customID matches the ids of supplements in a configuration.
var customID = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// NewCatalogue returns the built-in catalogue followed by the supplements of the
// configuration. It returns an error for an invalid id, a name of another supplement,
// a window outside 0 to 90 nights and a direction other than up or down. The error
// names the row and what to write instead.
func NewCatalogue(extra []Custom) (*Catalogue, error) {
	base := builtIn()
	if len(extra) == 0 {
		return base, nil
	}
	c := &Catalogue{rows: slices.Clone(base.rows), byName: map[string]int{}}
	for name, i := range base.byName {
		c.byName[name] = i
	}
	for n, x := range extra {
		if err := x.check(); err != nil {
			return nil, fmt.Errorf("supplements[%d].%w", n, err)
		}
		if err := c.add(x.supplement()); err != nil {
			return nil, fmt.Errorf("supplements[%d]: %w", n, err)
		}
	}
	return c, nil
}

// check returns the first mistake in the values of a row.
func (x Custom) check() error {
	if !customID.MatchString(x.ID) {
		return fmt.Errorf("id %q: want small letters, digits and _, a letter first", x.ID)
	}
	for _, w := range []struct {
		key    string
		nights int
	}{{"analysis_onset", x.AnalysisOnset}, {"analysis_washout", x.AnalysisWashout}} {
		if w.nights < 0 || w.nights > maxWindow {
			return fmt.Errorf("%s is %d: want 0 to %d nights", w.key, w.nights, maxWindow)
		}
	}
	for i, e := range x.Expects {
		if e.Direction != "up" && e.Direction != "down" {
			return fmt.Errorf("expects[%d].direction %q: want up or down", i, e.Direction)
		}
	}
	return nil
}

// supplement returns the row of the catalogue. Its expectations have grade "D": no
// trial supports them.
func (x Custom) supplement() Supplement {
	s := Supplement{ID: x.ID, Name: x.Name, Aliases: x.Aliases,
		AnalysisOnset: x.AnalysisOnset, AnalysisWashout: x.AnalysisWashout}
	if s.Name == "" {
		s.Name = s.ID
	}
	for _, e := range x.Expects {
		s.Expects = append(s.Expects, Expectation{Metric: e.Metric, Direction: e.Direction, Grade: "D"})
	}
	return s
}

// add appends a row under its id, name and aliases. The error is for a name that
// another row already has.
func (c *Catalogue) add(s Supplement) error {
	n := len(c.rows)
	for _, name := range append([]string{s.ID, s.Name}, s.Aliases...) {
		key := plain(name)
		if other, found := c.byName[key]; found && other != n {
			return fmt.Errorf("%q of %s is also a name of %s", name, s.ID, c.rows[other].ID)
		}
		c.byName[key] = n
	}
	c.rows = append(c.rows, s)
	return nil
}

// orBuiltIn returns c, or the built-in catalogue if c is nil.
func (c *Catalogue) orBuiltIn() *Catalogue {
	if c == nil {
		return builtIn()
	}
	return c
}

// All returns all supplements: magnesium, the other built-in ones, then those of the
// configuration.
func (c *Catalogue) All() []Supplement { return slices.Clone(c.orBuiltIn().rows) }

// Lookup returns the supplement with the given id, name or alias and reports whether
// there is one. It ignores case, hyphens, strengths ("400 mg") and packaging
// ("capsules"). The word magnesium with the name of a form is magnesium. Lookup finds
// nothing for a product that combines several supplements: see [Catalogue.Parts].
func (c *Catalogue) Lookup(name string) (Supplement, bool) {
	c = c.orBuiltIn()
	if i, ok := c.byName[plain(name)]; ok {
		return c.rows[i], true
	}
	if _, ok := FormByName(name); ok && namesMagnesium(name) {
		return c.rows[c.byName[magnesium]], true
	}
	return Supplement{}, false
}

// Knows reports whether the meaning of a name in a log is known: a supplement of the
// catalogue, several of them together, [Topical] or [Beside], or a product of the
// configuration that is one of these. The name of an undeclared brand is not known.
func (c *Catalogue) Knows(name string, products []Product) bool {
	if p, ok := ProductByName(name, products); ok {
		name = p.Supplement
	}
	_, found := c.Lookup(name)
	return found || onSkin(name) || comesBeside(name) || c.Parts(name) != nil
}

// MentionsMagnesium reports whether a name contains the word magnesium or a common
// misspelling: "Brightlab Magnesium Sleep".
func MentionsMagnesium(name string) bool {
	for _, w := range strings.Fields(plain(name)) {
		if w != "mg" && magnesiumWords[w] {
			return true
		}
	}
	return false
}

// Canonical returns the id of a logged supplement. A name outside the catalogue becomes
// an id: "Lion's Mane" is "lions_mane". Magnesium on the skin or in a bath is
// [Topical]. Magnesium from mineral water or an antacid is [Beside].
func (c *Catalogue) Canonical(name string) string {
	if s, ok := c.Lookup(name); ok {
		return s.ID
	}
	if onSkin(name) {
		return Topical
	} else if comesBeside(name) {
		return Beside
	}
	return idForm(name)
}

// PlanDays returns the longest time that an effect needs to be complete and to fade,
// in days. For a combined product it is the longest time of its parts. Unknown times
// are 0.
func (c *Catalogue) PlanDays(name string) (out PlanDays) {
	for _, n := range c.supplementsOf(name) {
		s, _ := c.Lookup(n)
		out.Onset, out.Washout = max(out.Onset, s.PlanDays.Onset), max(out.Washout, s.PlanDays.Washout)
	}
	return out
}

// supplementsOf returns the names of the supplements that a product consists of.
func (c *Catalogue) supplementsOf(name string) []string {
	if parts := c.Parts(name); parts != nil {
		return parts
	}
	if c.Canonical(name) == Topical {
		return []string{magnesium}
	}
	return []string{name}
}

// Windows returns the numbers of nights left out after a start and after a stop. For a
// combined product they are the largest of its parts, and for [Topical] those of
// magnesium. Unknown numbers are 0.
func (c *Catalogue) Windows(name string) (onset, washout int) {
	for _, n := range c.supplementsOf(name) {
		s, _ := c.Lookup(n)
		onset, washout = max(onset, s.AnalysisOnset), max(washout, s.AnalysisWashout)
	}
	return onset, washout
}
