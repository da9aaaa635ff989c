package analysis

import "strings"

// combinedProduct fires where what was taken holds something else too: it is not
// a test of the supplement alone, and every sentence names the parts together. A
// product that is under test under its own combined name caps nothing: its name
// says what was tested.
func combinedProduct(r review) []Caveat {
	parts := r.log.combined()
	if len(parts) == 0 || r.model.arrange.design == DesignNone {
		return nil
	}
	if r.log.catalogue.Parts(r.supplement) != nil {
		return []Caveat{{ID: "combined_product", Severity: Moderate, Words: map[string]string{"parts": strings.Join(parts, ", ")}}}
	}
	var out []Caveat
	for _, p := range parts {
		out = append(out, Caveat{ID: "combined_product", Severity: High, Outcomes: r.metrics(), Words: map[string]string{"supplement": p, "parts": strings.Join(parts, ", ")}})
	}
	return out
}
