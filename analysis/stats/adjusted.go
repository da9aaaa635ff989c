package stats

import "gonum.org/v1/gonum/stat"

// Adjusted returns y without its trend and weekday pattern, one value per row. Ordinary
// least squares on the treatment design estimates both. The treatment effect and the
// overall mean stay in the values. NAP, Hodges-Lehmann and the means of phases are
// computed from them. Adjusted returns nil if the design cannot be fitted.
func Adjusted(r Rows, y []float64) []float64 {
	if r.check(r.On, y) != nil {
		return nil
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return nil
	}
	fit, ok := fitOLS(cols, y)
	if !ok {
		return nil
	}
	effect := fit.coef[len(cols)-1]
	level := stat.Mean(y, nil) - effect*stat.Mean(r.On, nil)
	out := make([]float64, len(y))
	for i := range out {
		out[i] = level + effect*r.On[i] + fit.resid[i]
	}
	return out
}
