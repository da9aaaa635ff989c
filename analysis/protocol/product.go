package protocol

import "strings"

// Product is the content of one piece (capsule, tablet, scoop) of a product that the
// configuration names.
type Product struct {
	Name       string  `mapstructure:"name" yaml:"name"`             // as written in the log
	Supplement string  `mapstructure:"supplement" yaml:"supplement"` // id or alias
	Form       string  `mapstructure:"form" yaml:"form"`             // id or alias; "" if unknown
	PerUnit    float64 `mapstructure:"per_unit" yaml:"per_unit"`     // amount in one piece; 0 if unknown
	Unit       string  `mapstructure:"unit" yaml:"unit"`             // unit of PerUnit
	Basis      string  `mapstructure:"basis" yaml:"basis"`           // "elemental" or "compound"; "" if unknown
	// Compound is the weight of the whole compound in one piece, in Unit. It is set if
	// the label states both weights and PerUnit is the element; otherwise 0.
	Compound float64 `mapstructure:"compound" yaml:"compound"`
}

// Resolve returns the meaning of one row of a log: the id of the supplement, the form
// and the dose for [Elemental]. The form is an id if it is known, "" if it is not given,
// and otherwise the text of the row as an id.
//
// If name is the name of a product, a number of pieces (or an amount without a unit) is
// multiplied by the amount in one piece, and the product supplies a missing form and
// basis. Magnesium on the skin or in a bath is [Topical]. Magnesium from mineral water
// or an antacid is [Beside].
func (c *Catalogue) Resolve(
	name, form, unit string, amount float64, hasAmount bool, basis string, products []Product,
) (supplement, formID string, dose DoseIn) {
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
		dose.Supplement = magnesium // its magnesium is converted like any other
	}
	return supplement, formID, dose
}

// dose returns the dose of a row that names the product: pieces become an amount, and a
// missing basis becomes that of the product.
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

// basisUnknown reports whether a basis is neither elemental nor compound.
func basisUnknown(basis string) bool { return basis != BasisElemental && basis != BasisCompound }

// ProductByName returns the product with the given name and reports whether there is
// one. It ignores case, spaces and hyphens.
func ProductByName(name string, products []Product) (Product, bool) {
	want := idForm(name)
	for _, p := range products {
		if idForm(p.Name) == want {
			return p, true
		}
	}
	return Product{}, false
}

// formInName returns the id of the form that the name of a supplement contains:
// "Magnesium Citrate" gives citrate. It returns "" for a name without a form.
func formInName(name string) string {
	if f, ok := FormByName(name); ok {
		return f.ID
	}
	return ""
}

// formName returns the id of a magnesium form. Any other form becomes an id as written.
func formName(supplement, form string) string {
	if f, ok := FormByName(form); ok && supplement == magnesium {
		return f.ID
	}
	return idForm(form)
}
