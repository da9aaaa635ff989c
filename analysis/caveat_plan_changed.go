package analysis

// changedPlan fires where what decides was changed after a plan's first day: the
// answer is then not the one that was declared.
func changedPlan(r review) []Caveat {
	if r.plan == nil {
		return nil
	}
	n := 0
	for _, c := range r.plan.Changes {
		if c.Deciding() && c.Date.Date > r.plan.Schedule.Start.Date {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []Caveat{{ID: "plan_changed", Severity: High, Outcomes: r.metrics(), Measured: []Measure{{"changes", float64(n), ""}}}}
}
