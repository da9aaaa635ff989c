package analysis

// lateMeals compares the share of nights after a late meal, which can raise the
// heart rate of the night.
func lateMeals(r review) finding { return r.rates(r.tagged(nil, "late_meal")) }
