package analysis

import (
	"maps"
	"slices"

	"nof1/analysis/stats"
)

// EffectSizes describe the estimate, on values adjusted for weekday and trend. They
// decide nothing.
type EffectSizes struct {
	NAP           float64 `json:"nap"`            // share of pairs in which the on night is higher (Parker & Vannest 2009)
	TauU          float64 `json:"tau_u"`          // corrected for the trend of the baseline (Parker 2011)
	HodgesLehmann float64 `json:"hodges_lehmann"` // median of all pairwise differences, unit of the outcome
}

// Replication is the change at one start of a repeated design, in the unit of the
// outcome.
type Replication struct {
	From       string  `json:"from"` // labels of the phases
	To         string  `json:"to"`
	Difference float64 `json:"difference"`
}

// describeEffect fills the effect sizes and replications of an estimated outcome.
func (r review) describeEffect(i int) {
	f, c := r.fits[i], r.candidates[i]
	if !r.estimated(i) {
		return
	}
	rows := r.model.rows(f.off, f.on)
	adjusted := stats.Adjusted(rows, stats.Select(c.y, rows.Day))
	if adjusted == nil {
		return
	}
	byNight := map[int]float64{}
	for k, d := range rows.Day {
		byNight[d] = adjusted[k]
	}
	pick := func(days []int) []float64 {
		out := make([]float64, len(days))
		for k, d := range days {
			out[k] = byNight[d]
		}
		return out
	}
	off, on := pick(f.off), pick(f.on)
	nat := r.natural(i)
	r.outcomes[i].Effect = &EffectSizes{NAP: stats.NAP(off, on), TauU: stats.TauU(off, on), HodgesLehmann: nat(stats.HodgesLehmann(off, on))}
	if r.model.arrange.phased() && r.model.arrange.repeated() {
		r.outcomes[i].Replications = r.replications(byNight, nat)
	}
}

// replications returns, for every start, the adjusted mean of the on-phase minus that
// of the off-phase before it.
func (r review) replications(adjusted map[int]float64, nat func(float64) float64) []Replication {
	phases := r.model.arrange.phases
	sum, n := make([]float64, len(phases)), make([]int, len(phases))
	for _, d := range slices.Sorted(maps.Keys(adjusted)) {
		p := r.model.exposure[d].Phase
		sum[p] += adjusted[d]
		n[p]++
	}
	var out []Replication
	for k := 1; k < len(phases); k++ {
		if phases[k].Kind != "on" || n[k] == 0 || n[k-1] == 0 {
			continue
		}
		out = append(out, Replication{From: phases[k-1].Label, To: phases[k].Label,
			Difference: nat(sum[k]/float64(n[k]) - sum[k-1]/float64(n[k-1]))})
	}
	return out
}
