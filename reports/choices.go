package reports

// Alternative is the outcome's question answered with another defensible
// choice. It decides nothing: the declared analysis does.
type Alternative struct {
	Name     string     `json:"name"` // "marg-avg", "baseline-60", ...
	Estimate float64    `json:"estimate"`
	CI95     [2]float64 `json:"ci95"` // outcome's unit
	P        float64    `json:"p"`
}

// EffectSizes are descriptive companions of the estimate, on values freed of
// weekday and trend. NAP: share of pairs in which the night with it is higher,
// 0 to 1 (Parker & Vannest 2009). Tau-U: -1 to 1, corrected for the baseline's
// own trend (Parker et al. 2011). Hodges-Lehmann: median of all pairwise
// differences, outcome's unit.
type EffectSizes struct {
	NAP           float64 `json:"nap"`
	TauU          float64 `json:"tau_u"`
	HodgesLehmann float64 `json:"hodges_lehmann"`
}

// Replication is the change over one start of a repeated design: the phase To
// less the phase From, outcome's unit.
type Replication struct {
	From       string  `json:"from"`
	To         string  `json:"to"`
	Difference float64 `json:"difference"`
}

// NegativeControl is a measure that what was taken has no known reason to move,
// analysed the same way.
type NegativeControl struct {
	Metric   string     `json:"metric"`
	Unit     string     `json:"unit"`
	Estimate float64    `json:"estimate"`
	CI95     [2]float64 `json:"ci95"`
	P        float64    `json:"p"`
	Moved    bool       `json:"moved"` // the interval excludes 0
}
