package analysis

const beforeStart = 14 // nights before a start in which a hard time may have led to it

// stressEvent fires where a stressful event was logged in the two weeks before a
// start: people begin a supplement in a hard time, and hard times pass. It also
// fires where such nights are unequal.
func stressEvent(r review) finding {
	t := r.tagged(nil, "stress_event")
	f := r.rates(t)
	start, ok := r.model.arrange.start()
	if !ok || r.model.arrange.design == DesignRandomised {
		return f
	}
	near := 0
	last := -1
	for _, i := range rows(t.yes) {
		if d := int(start-r.model.first) - i; d >= 0 && d <= beforeStart {
			near, last = near+1, i
		}
	}
	f.measured = append(f.measured, Measure{"before_start", float64(near), "nights"})
	if near > 0 {
		f.severity = Moderate
		f.words = map[string]string{"date": r.table.Night(last).String()}
	}
	return f
}
