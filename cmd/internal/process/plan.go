package process

import "nof1/analysis/schedule"

// checkPlan refuses a plan that does not validate, that asks about what cannot
// answer, or that a start date of the configuration contradicts.
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
		return configError("supplement.start", "%s: the plan says when the days with it are: leave one of them out", c.Supplement.Start)
	}
	return nil
}

// unsummed is the setting that says a plan's file carried no checksum.
const unsummed = "plan_unsummed"

// planSettings is a plan among the settings of a report, with its sum: enough
// to compute the report again, and to see that it is the plan that was made.
func planSettings(p *schedule.Plan) (map[string]any, error) {
	out, err := asSettings(p)
	if err != nil {
		return nil, err
	}
	out["sha256"] = p.Sum()
	return out, nil
}
