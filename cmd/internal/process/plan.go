package process

import "nof1/analysis/schedule"

// checkPlan returns an error for a plan that is not valid, whose primary outcome
// cannot answer a question, or that contradicts a configured start date.
func (c Config) checkPlan() error {
	if c.Plan == nil {
		return nil
	}
	if err := c.Plan.Validate(); err != nil {
		return configError("plan", "%v", err)
	}
	if err := primaryOutcome(c.Plan.Primary); err != nil {
		return err
	}
	if c.Supplement.Start != "" {
		return configError("supplement.start", "%s: the plan already sets the days with it: remove one of the two", c.Supplement.Start)
	}
	return nil
}

// unsummed is the setting that records a plan file without a checksum.
const unsummed = "plan_unsummed"

// planSettings returns a plan as settings of a report, with its checksum. They are
// enough to compute the report again and to detect a changed plan.
func planSettings(p *schedule.Plan) (map[string]any, error) {
	out, err := asSettings(p)
	if err != nil {
		return nil, err
	}
	out["sha256"] = p.Sum()
	return out, nil
}
