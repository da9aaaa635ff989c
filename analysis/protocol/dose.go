package protocol

import (
	"math"
	"strings"
)

// Why a dose has no elemental amount.
const (
	AmountUnknown  = "amount_unknown"  // the log does not say how much
	UnitUnknown    = "unit_unknown"    // no unit, or one that is not a weight
	ProductUnknown = "product_unknown" // counted in capsules of a product the configuration does not describe
	BasisUnknown   = "basis_unknown"   // the log does not say whether the amount is the element or the compound
	FormUnknown    = "form_unknown"    // a compound whose share of the element is not known
)

// Bases of an amount; "" is unknown too.
const (
	BasisElemental = "elemental" // the element alone
	BasisCompound  = "compound"  // the whole salt or chelate
)

// DoseIn is one dose as a log or a product states it.
type DoseIn struct {
	Supplement string // id
	Form       string // id or alias
	Amount     float64
	HasAmount  bool
	Unit       string // "mg", "g", "mcg", "capsule", ...
	Basis      string // BasisElemental, BasisCompound, anything else is unknown
}

// Elemental returns how many mg of the element a dose holds. Where that cannot
// be known, ok is false and why is one of the reasons above; why is "" when ok.
// A compound's weight is converted with [Form].UsePct, so the forms sold with
// varying composition are never converted.
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
		form, known := FormByName(in.Form)
		if in.Supplement != magnesium || !known || form.UsePct == 0 {
			return 0, false, FormUnknown
		}
		return mg * form.UsePct / 100, true, ""
	}
	return 0, false, BasisUnknown
}

// milligrams in one unit of weight. Both Greek and micro-sign spellings occur.
var milligrams = map[string]float64{
	"mg": 1, "milligram": 1, "milligrams": 1,
	"g": 1000, "gram": 1000, "grams": 1000,
	"mcg": 0.001, "ug": 0.001, "µg": 0.001, "μg": 0.001, "microgram": 0.001, "micrograms": 0.001,
}

// countUnits count pieces of a product.
var countUnits = map[string]bool{
	"capsule": true, "capsules": true, "cap": true, "caps": true, "tablet": true, "tablets": true, "tab": true, "tabs": true,
	"pill": true, "pills": true, "softgel": true, "softgels": true, "gummy": true, "gummies": true, "sachet": true, "sachets": true,
	"scoop": true, "scoops": true, "serving": true, "servings": true, "piece": true, "pieces": true,
}

// swapFrom is the elemental dose in mg above which a log may mean the weight of
// the compound: the US upper level, above most elemental doses sold.
const swapFrom = 350

// SwapCheck answers for a dose logged as elemental whether the number may be
// the weight of the compound: it returns the mg of the element if it were. Not
// ok up to 350 mg and for forms whose share is not known.
func SwapCheck(mgElemental float64, form string) (asCompound float64, ok bool) {
	f, known := FormByName(form)
	if !known || f.UsePct == 0 || !(mgElemental > swapFrom) {
		return 0, false
	}
	return mgElemental * f.UsePct / 100, true
}

// Milligrams returns a weight in mg; ok is false for units that are no weight.
func Milligrams(amount float64, unit string) (mg float64, ok bool) {
	perUnit, ok := milligrams[strings.ToLower(strings.TrimSpace(unit))]
	return amount * perUnit, ok
}
