package protocol

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"
)

// atomicWeights are the abridged standard atomic weights of IUPAC, g/mol.
var atomicWeights = map[string]float64{
	"H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "Mg": 24.305, "P": 30.974, "S": 32.06, "Cl": 35.45,
}

// TestFormsFromAtomicWeights recomputes molar mass and magnesium share of every
// form from its formula.
func TestFormsFromAtomicWeights(t *testing.T) {
	for _, f := range Forms() {
		t.Run(f.ID, func(t *testing.T) {
			if f.Formula == "" {
				if f.MolarMass != 0 || f.NMg != 0 || f.UsePct != 0 || !f.LabelOnly {
					t.Errorf("a mixture has no molar mass and counts by its label: %+v", f)
				}
				return
			}
			mass, mg, err := weigh(f.Formula)
			if err != nil {
				t.Fatal(err)
			}
			if mg != f.NMg {
				t.Errorf("%s has %d magnesium atoms, file says %d", f.Formula, mg, f.NMg)
			}
			if math.Abs(mass-f.MolarMass) > 0.0015 {
				t.Errorf("%s weighs %.3f g/mol, file says %.3f", f.Formula, mass, f.MolarMass)
			}
			pct := 100 * float64(mg) * atomicWeights["Mg"] / mass
			if math.Abs(pct-f.TheoreticalPct) > 0.006 {
				t.Errorf("%s is %.3f %% magnesium, file says %.2f", f.Formula, pct, f.TheoreticalPct)
			}
			if f.LabelOnly != (f.UsePct == 0) {
				t.Errorf("label_only %v with use_pct %v", f.LabelOnly, f.UsePct)
			}
			if f.UsePct > f.TheoreticalPct*1.02 {
				t.Errorf("use_pct %v is more than the formula can hold, %v", f.UsePct, f.TheoreticalPct)
			}
		})
	}
}

// weigh returns the mass of a formula and its magnesium atoms; a number after
// an element or a group multiplies it, and a number after a closing group that
// stands before an element belongs to the group.
func weigh(formula string) (mass float64, mg int, err error) {
	mass, mg, rest, err := weighGroup(formula)
	if err == nil && rest != "" {
		err = fmt.Errorf("%q left over in %q", rest, formula)
	}
	return mass, mg, err
}

func weighGroup(s string) (mass float64, mg int, rest string, err error) {
	for s != "" && s[0] != ')' {
		var m float64
		var n int
		switch {
		case s[0] == '(':
			if m, n, s, err = weighGroup(s[1:]); err != nil {
				return 0, 0, "", err
			}
			if s == "" {
				return 0, 0, "", fmt.Errorf("a bracket is not closed")
			}
			s = s[1:]
		default:
			symbol := s[:1]
			if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
				symbol = s[:2]
			}
			weight, known := atomicWeights[symbol]
			if !known {
				return 0, 0, "", fmt.Errorf("no weight of %q", symbol)
			}
			m, s = weight, s[len(symbol):]
			if symbol == "Mg" {
				n = 1
			}
		}
		digits := 0
		for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
			digits++
		}
		times := 1
		if digits > 0 {
			times, _ = strconv.Atoi(s[:digits])
		}
		mass, mg, s = mass+float64(times)*m, mg+times*n, s[digits:]
	}
	return mass, mg, s, nil
}

func TestWeigh(t *testing.T) {
	for formula, want := range map[string]float64{"H2O": 18.015, "Mg(OH)2": 58.319, "Mg3(C6H5O7)2(H2O)9": 613.248} {
		if got, _, err := weigh(formula); err != nil || math.Abs(got-want) > 0.0015 {
			t.Errorf("%s = %v, %v, want %v", formula, got, err, want)
		}
	}
	for _, formula := range []string{"Xx2", "Mg(OH", "MgO)"} {
		if _, _, err := weigh(formula); err == nil {
			t.Errorf("%s was weighed", formula)
		}
	}
}

func TestFormByName(t *testing.T) {
	for name, want := range map[string]string{
		"oxide": "oxide", "MgO": "oxide", "Magnesium Oxide": "oxide",
		"magnesium bisglycinate": "bisglycinate", "Glycinate": "bisglycinate", "mag-glycinate": "bisglycinate",
		"L threonate": "l-threonate", "l_threonate": "l-threonate", "Magtein": "l-threonate", "Magnesium L-Threonate 2000mg": "l-threonate",
		"buffered glycinate": "bisglycinate_buffered", "bisglycinate buffered": "bisglycinate_buffered",
		"malate": "malate", "Epsom salt": "sulfate", "N-Acetyl Taurate": "acetyl_taurate", "ATA Mg": "acetyl_taurate",
		"citrate capsules": "citrate", "complex": "blend",
	} {
		if f, ok := FormByName(name); !ok || f.ID != want {
			t.Errorf("FormByName(%q) = %q, %v, want %q", name, f.ID, ok, want)
		}
	}
	for _, name := range []string{"", "magnesium", "mg", "picolinate", "citrate malate", "glycinate + taurate"} {
		if f, ok := FormByName(name); ok {
			t.Errorf("FormByName(%q) = %q, want none", name, f.ID)
		}
	}
}

func TestParseFormsRefuses(t *testing.T) {
	const header = "id,aliases,formula,molar_mass_g_mol,n_mg,theoretical_pct,use_pct,label_only\n"
	for name, text := range map[string]string{
		"same name twice": header + "a,x;y,MgO,1,1,1,1,no\nb,Magnesium Y,MgO,1,1,1,1,no\n",
		"no number":       header + "a,,MgO,one,1,1,1,no\n",
		"ragged":          header + "a,,MgO\n",
	} {
		if _, err := parseForms(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestFormsMatchReference compares with the table the forms were first written
// from.
func TestFormsMatchReference(t *testing.T) {
	const reference = "../../../shared/domain-magnesium-forms.csv"
	want, err := os.ReadFile(reference)
	if err != nil {
		t.Skipf("REFERENCE TABLE NOT FOUND, the embedded forms are unchecked against it: %v", err)
	}
	if string(want) != formsCSV {
		t.Errorf("forms.csv differs from %s", reference)
	}
}
