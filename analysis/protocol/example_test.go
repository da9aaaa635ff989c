package protocol_test

import (
	"fmt"

	"nof1/analysis/protocol"
)

// The weight of a compound is converted if its composition is known.
func ExampleElemental() {
	var catalogue *protocol.Catalogue // the built-in one
	for _, basis := range []string{protocol.BasisCompound, protocol.BasisElemental, ""} {
		id, form, dose := catalogue.Resolve("Magnesium Oxide 500 mg", "", "mg", 500, true, basis, nil)
		mg, ok, why := protocol.Elemental(dose)
		fmt.Printf("%s %s %v mg %v %q\n", id, form, mg, ok, why)
	}
	// Output:
	// magnesium oxide 301.5 mg true ""
	// magnesium oxide 500 mg true ""
	// magnesium oxide 0 mg false "basis_unknown"
}

func ExampleCatalogue_Windows() {
	var catalogue *protocol.Catalogue
	onset, washout := catalogue.Windows("magnesium")
	fmt.Println(onset, "nights after a start,", washout, "after a stop")
	// Output:
	// 7 nights after a start, 7 after a stop
}
