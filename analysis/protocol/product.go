package protocol

import "strings"

// Product is what one piece of a product the user named holds.
type Product struct {
	Name       string  `mapstructure:"name" yaml:"name"`             // as the log says it
	Supplement string  `mapstructure:"supplement" yaml:"supplement"` // id or alias
	Form       string  `mapstructure:"form" yaml:"form"`             // id or alias, may be empty
	PerUnit    float64 `mapstructure:"per_unit" yaml:"per_unit"`     // amount in one capsule, tablet or scoop; 0 is unknown
	Unit       string  `mapstructure:"unit" yaml:"unit"`             // unit of PerUnit
	Basis      string  `mapstructure:"basis" yaml:"basis"`           // "elemental" or "compound"; empty is unknown
	// Compound is the weight of the whole compound in one piece, in Unit, where
	// PerUnit is the element and the label says both; 0 is not said.
	Compound float64 `mapstructure:"compound" yaml:"compound"`
}

// Resolve says what a row of a log means: the supplement's id, the form ("" not
// said; an id where it is known, else as written in lower case) and the dose to
// hand to [Elemental]. Where name is a product's, pieces (capsules, scoops, or
// an amount without a unit) are multiplied with what one piece holds, and what
// the row leaves open is the product's. Magnesium for the skin or a bath is
// [Topical], that of mineral water or an antacid [Beside].
func (c *Catalogue) Resolve(name, form, unit string, amount float64, hasAmount bool, basis string, products []Product) (supplement, formID string, dose DoseIn) {
	dose = DoseIn{Amount: amount, HasAmount: hasAmount, Unit: strings.ToLower(strings.TrimSpace(unit)), Basis: basis}
	supplement = name
	if p, ok := ProductByName(name, products); ok {
		supplement = p.Supplement
		if strings.TrimSpace(form) == "" {
			form = p.Form
		}
		dose = p.dose(dose)
	}
	if strings.TrimSpace(form) == "" && c.Canonical(supplement) == magnesium {
		form = formInName(supplement)
	}
	supplement = c.Canonical(supplement)
	if supplement == magnesium && onSkin(magnesium+" "+form) {
		supplement = Topical
	} else if supplement == magnesium && comesBeside(magnesium+" "+form) {
		supplement = Beside
	}
	formID = formName(supplement, form)
	dose.Supplement, dose.Form = supplement, formID
	if supplement == Beside {
		dose.Supplement = magnesium // what it holds is converted like any other
	}
	return supplement, formID, dose
}

// dose applies the product to a row that names it.
func (p Product) dose(d DoseIn) DoseIn {
	if basisUnknown(d.Basis) {
		d.Basis = p.Basis
	}
	if (d.Unit == "" || countUnits[d.Unit]) && p.PerUnit > 0 {
		d.Amount *= p.PerUnit
		d.Unit = strings.ToLower(strings.TrimSpace(p.Unit))
	}
	return d
}

func basisUnknown(basis string) bool { return basis != BasisElemental && basis != BasisCompound }

// ProductByName finds a product by its name, whatever the case, spaces and hyphens.
func ProductByName(name string, products []Product) (Product, bool) {
	want := idForm(name)
	for _, p := range products {
		if idForm(p.Name) == want {
			return p, true
		}
	}
	return Product{}, false
}

// formInName returns the form a supplement's name says: "Magnesium Citrate" is
// citrate; "" where it says none.
func formInName(name string) string {
	if f, ok := FormByName(name); ok {
		return f.ID
	}
	return ""
}

// formName is the id of a magnesium form, and for others the text as an id.
func formName(supplement, form string) string {
	if f, ok := FormByName(form); ok && supplement == magnesium {
		return f.ID
	}
	return idForm(form)
}
