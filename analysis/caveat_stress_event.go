package analysis

const beforeStart = 14 // nights before a start in which a hard time may have led to it

// stressEvent fires where a stressful event was logged in the two weeks before a
// start, more often than on other nights: people begin a supplement in a hard
// time, and hard times pass. It also fires where such nights are unequal.
func stressEvent(r review) finding {
	t := r.tagged(nil, "stress_event")
	f := r.rates(t)
	start, ok := r.model.arrange.start()
	if !ok || r.model.arrange.design == DesignRandomised {
		return f
	}
	near, last := 0, -1
	nights := r.inSpan(t.yes)
	for _, i := range nights {
		if d := int(start-r.model.first) - i; d >= 0 && d <= beforeStart {
			near, last = near+1, i
		}
	}
	from, to, ok := r.span()
	if !ok {
		return f
	}
	usual := float64(len(nights)-near) / float64(max(to-from-beforeStart, 1)) * (beforeStart + 1)
	f.measured = append(f.measured, Measure{"before_start", float64(near), "nights"}, Measure{"usual_in_15_nights", usual, "nights"})
	if float64(near) > unequalRate*usual {
		f.severity = Moderate
		f.words = map[string]string{"date": r.table.Night(last).String()}
	}
	return f
}
