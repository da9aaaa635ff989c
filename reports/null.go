package reports

import "math"

// some returns nil for an empty text: null in the document.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// filled returns a copy that is never nil: [] in the document, not null.
func filled[T any](xs []T) []T { return append([]T{}, xs...) }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// known returns the number, or nil where it was not computed or is not finite.
func known(x *float64) *float64 {
	if x == nil || !finite(*x) {
		return nil
	}
	return x
}

// knownPair is known for an interval; both ends or none.
func knownPair(x *[2]float64) *[2]float64 {
	if x == nil || !finite(x[0]) || !finite(x[1]) {
		return nil
	}
	return x
}
