package protocol

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Catalogue is the supplements a run knows: the built-in ones and those the
// configuration adds. A nil Catalogue is the built-in one. It is not changed
// once built.
type Catalogue struct {
	rows   []Supplement
	byName map[string]int
}

// Custom is a supplement the configuration adds.
type Custom struct {
	ID              string           `yaml:"id" mapstructure:"id"`
	Name            string           `yaml:"name" mapstructure:"name"` // as sentences say it; empty: the id
	Aliases         []string         `yaml:"aliases" mapstructure:"aliases"`
	AnalysisOnset   int              `yaml:"analysis_onset" mapstructure:"analysis_onset"`     // nights not used after a start, 0 to 90
	AnalysisWashout int              `yaml:"analysis_washout" mapstructure:"analysis_washout"` // nights not used after a stop, 0 to 90
	Expects         []CustomExpected `yaml:"expects" mapstructure:"expects"`
}

// CustomExpected is an outcome the user expects their supplement to move. It
// makes the outcome a secondary one; it never changes an estimate.
type CustomExpected struct {
	Metric    string `yaml:"metric" mapstructure:"metric"`       // id of the metric catalogue, which the caller checks
	Direction string `yaml:"direction" mapstructure:"direction"` // "up" or "down"
}

const maxWindow = 90 // nights left out after a switch

var customID = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// NewCatalogue returns the built-in catalogue with the configuration's own
// supplements behind it. The error names the row and what to write instead: an
// id that is not one, a name that is taken, a window or a direction out of range.
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

// supplement is the row of the catalogue; its grade "D" says that no trial is
// behind it.
func (x Custom) supplement() Supplement {
	s := Supplement{ID: x.ID, Name: x.Name, Aliases: x.Aliases, AnalysisOnset: x.AnalysisOnset, AnalysisWashout: x.AnalysisWashout}
	if s.Name == "" {
		s.Name = s.ID
	}
	for _, e := range x.Expects {
		s.Expects = append(s.Expects, Expectation{Metric: e.Metric, Direction: e.Direction, Grade: "D"})
	}
	return s
}

// add appends a row under all its names.
func (c *Catalogue) add(s Supplement) error {
	n := len(c.rows)
	for _, name := range append([]string{s.ID, s.Name}, s.Aliases...) {
		key := plain(name)
		if other, taken := c.byName[key]; taken && other != n {
			return fmt.Errorf("%q of %s is also a name of %s", name, s.ID, c.rows[other].ID)
		}
		c.byName[key] = n
	}
	c.rows = append(c.rows, s)
	return nil
}

// orBuiltIn makes a nil catalogue the built-in one.
func (c *Catalogue) orBuiltIn() *Catalogue {
	if c == nil {
		return builtIn()
	}
	return c
}

// All returns the supplements, the built-in ones first, magnesium the very first.
func (c *Catalogue) All() []Supplement { return slices.Clone(c.orBuiltIn().rows) }

// Lookup returns the supplement with this id, name or alias. Case, hyphens,
// strengths and packaging do not matter, and "magnesium" with a form of it is
// magnesium. A product that combines supplements is none of them.
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

// Knows tells whether a name of a log says what it is: a product of the
// configuration, a supplement of the catalogue, several of them together,
// magnesium on the skin or with something else. A brand that nobody declared is
// not known, whatever it holds.
func (c *Catalogue) Knows(name string, products []Product) bool {
	if p, ok := ProductByName(name, products); ok {
		name = p.Supplement
	}
	_, one := c.Lookup(name)
	return one || onSkin(name) || comesBeside(name) || c.Parts(name) != nil
}

// MentionsMagnesium tells whether a name has the word magnesium in it, whatever
// else: "Brightlab Magnesium Sleep".
func MentionsMagnesium(name string) bool {
	for _, w := range strings.Fields(plain(name)) {
		if w != "mg" && magnesiumWords[w] {
			return true
		}
	}
	return false
}

// Canonical returns the id of a supplement as logged, and for one that is not
// in the catalogue its name as an id: "Lion's Mane" is "lions_mane". Magnesium
// on the skin or in a bath is [Topical], not magnesium, and that of mineral water
// or an antacid is [Beside].
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

// PlanDays returns the longest that what is under test is given to act in full and
// to fade, of a combined product the longest of its parts'; 0 where nothing is known.
func (c *Catalogue) PlanDays(name string) (out PlanDays) {
	for _, n := range c.rowsOf(name) {
		s, _ := c.Lookup(n)
		out.Onset, out.Washout = max(out.Onset, s.PlanDays.Onset), max(out.Washout, s.PlanDays.Washout)
	}
	return out
}

// rowsOf names the rows of the catalogue that stand for what is under test.
func (c *Catalogue) rowsOf(name string) []string {
	if parts := c.Parts(name); parts != nil {
		return parts
	}
	if c.Canonical(name) == Topical {
		return []string{magnesium}
	}
	return []string{name}
}

// Windows returns the nights left out after a start and after a stop of what is
// under test: its own row's, of a combined product the longest of its parts', of
// magnesium on the skin magnesium's; 0 where nothing is known.
func (c *Catalogue) Windows(name string) (onset, washout int) {
	for _, n := range c.rowsOf(name) {
		s, _ := c.Lookup(n)
		onset, washout = max(onset, s.AnalysisOnset), max(washout, s.AnalysisWashout)
	}
	return onset, washout
}
