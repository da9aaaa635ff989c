package protocol

import (
	"math"
	"strings"
)

// The reasons why a dose has no elemental amount.
const (
	AmountUnknown  = "amount_unknown"  // the log gives no amount
	UnitUnknown    = "unit_unknown"    // no unit, or not a unit of weight
	ProductUnknown = "product_unknown" // capsules of a product that the configuration does not describe
	BasisUnknown   = "basis_unknown"   // the amount may be the element or the compound
	FormUnknown    = "form_unknown"    // a compound with an unknown share of the element
)

// The bases of an amount. Any other text is an unknown basis.
const (
	BasisElemental = "elemental" // the element alone
	BasisCompound  = "compound"  // the whole salt or chelate
)

// DoseIn is one dose as a log or a product states it.
type DoseIn struct {
	Supplement string  // id
	Form       string  // id or alias
	Amount     float64 // in Unit; meaningless when not HasAmount
	HasAmount  bool
	Unit       string // "mg", "g", "mcg", "capsule", ...
	Basis      string // BasisElemental, BasisCompound, anything else is unknown
}

// Elemental returns the weight of the element in a dose, in mg. If it cannot be known,
// ok is false and why is one of the reasons such as [UnitUnknown]. The weight of a
// compound is converted with [Form].UsePct, so a form whose composition varies is never
// converted. A dose of 0 is 0 mg in any unit.
func Elemental(in DoseIn) (mg float64, ok bool, why string) {
	if !in.HasAmount || math.IsNaN(in.Amount) || math.IsInf(in.Amount, 0) || in.Amount < 0 {
		return 0, false, AmountUnknown
	}
	if in.Amount == 0 {
		return 0, true, ""
	}
	unit := strings.ToLower(strings.TrimSpace(in.Unit))
	perUnit, isWeight := milligrams[unit]
	switch {
	case countUnits[unit]:
		return 0, false, ProductUnknown
	case !isWeight:
		return 0, false, UnitUnknown
	}
	mg = in.Amount * perUnit
	switch in.Basis {
	case BasisElemental:
		return mg, true, ""
	case BasisCompound:
		form, found := FormByName(in.Form)
		if in.Supplement != magnesium || !found || form.UsePct == 0 {
			return 0, false, FormUnknown
		}
		return mg * form.UsePct / 100, true, ""
	}
	return 0, false, BasisUnknown
}

// milligrams is the weight of one unit in mg. Both µ (micro sign) and μ (Greek letter)
// occur in logs.
var milligrams = map[string]float64{
	"mg": 1, "milligram": 1, "milligrams": 1,
	"g": 1000, "gram": 1000, "grams": 1000,
	"mcg": 0.001, "ug": 0.001, "µg": 0.001, "μg": 0.001, "microgram": 0.001, "micrograms": 0.001,
}

// countUnits are the units that count pieces of a product.
var countUnits = map[string]bool{
	"capsule": true, "capsules": true, "cap": true, "caps": true, "tablet": true, "tablets": true, "tab": true, "tabs": true,
	"pill": true, "pills": true, "softgel": true, "softgels": true, "gummy": true, "gummies": true, "sachet": true, "sachets": true,
	"scoop": true, "scoops": true, "serving": true, "servings": true, "piece": true, "pieces": true,
}

// swapFrom is the dose in mg above which an amount logged as elemental may be the
// weight of the compound. It is the US upper level, which is more than most products
// contain.
const swapFrom = 350

// SwapCheck reports whether a dose logged as elemental, in mg, may be the weight of the
// compound, and returns the mg of the element in that case. It reports false up to
// 350 mg and for forms that are not converted.
func SwapCheck(mgElemental float64, form string) (asCompound float64, ok bool) {
	f, found := FormByName(form)
	if !found || f.UsePct == 0 || !(mgElemental > swapFrom) {
		return 0, false
	}
	return mgElemental * f.UsePct / 100, true
}

// Milligrams returns an amount in mg and reports whether the unit is a unit of weight.
func Milligrams(amount float64, unit string) (mg float64, ok bool) {
	perUnit, ok := milligrams[strings.ToLower(strings.TrimSpace(unit))]
	return amount * perUnit, ok
}
