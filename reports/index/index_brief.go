package index

import (
	"encoding/json"

	"nof1/analysis"
	"nof1/analysis/pool"
	"nof1/importers/record"
)

// sentBrief is a Brief on its way between machines.
type sentBrief struct {
	Language string
	Row      Row
	Spark    spark
	Outcomes []sentOutcome
}

type sentOutcome struct {
	Supplement, Metric, Source, Design string
	Unit                               string
	Scale                              record.Scale
	Code                               analysis.Code
	Effect                             pool.Effect
	CI                                 [2]float64
	MeanOff                            float64
	Primary                            bool
}

// MarshalJSON writes a brief without loss, for [Brief.UnmarshalJSON] on another
// machine.
func (b Brief) MarshalJSON() ([]byte, error) {
	x := sentBrief{Language: b.language, Row: b.Row, Spark: b.Row.spark}
	for _, o := range b.outcomes {
		x.Outcomes = append(x.Outcomes, sentOutcome{o.supplement, o.metric, o.source, o.design, o.unit, o.Scale, o.code, o.effect, o.ci,
			o.MeanOff, o.primary})
	}
	return json.Marshal(x)
}

// UnmarshalJSON reads what [Brief.MarshalJSON] wrote.
func (b *Brief) UnmarshalJSON(text []byte) error {
	var x sentBrief
	if err := json.Unmarshal(text, &x); err != nil {
		return err
	}
	*b = Brief{Row: x.Row, language: x.Language}
	b.Row.spark = x.Spark
	for _, o := range x.Outcomes {
		b.outcomes = append(b.outcomes, PooledOutcome{poolKey{o.Supplement, o.Metric, o.Source, o.Design}, o.Unit, o.Scale, o.Effect, o.CI,
			o.MeanOff, o.Code, o.Primary})
	}
	return nil
}
