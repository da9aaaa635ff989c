package analysis

import "nof1/importers/record"

// deviceBreak looks for a change of device, strap, firmware or algorithm near a
// switch: within 7 nights the two sides are not comparable, within 14 it is a
// strong reason to doubt, elsewhere among the used nights a moderate one.
func deviceBreak(r review) []Caveat {
	var out []Caveat
	for _, b := range r.breaks {
		var near, far []string
		for i, c := range r.candidates {
			if !touches(b, c.metric.ID, c.source) || !r.inUse(i, b.Night) {
				continue
			}
			if d, ok := r.toSwitch(b.Night); ok && abs(d) <= breakBlocks {
				near = append(near, c.metric.ID)
			} else {
				far = append(far, c.metric.ID)
			}
		}
		d, hasSwitch := r.toSwitch(b.Night)
		words := map[string]string{"date": b.Night.String(), "reason": b.Reason, "detail": b.Detail, "source": b.Source}
		cav := Caveat{ID: "device_break", Words: words, Nights: []record.Date{b.Night}}
		if hasSwitch {
			cav.Measured = []Measure{{"distance", float64(d), "nights"}}
		}
		if len(near) > 0 {
			cav.Severity, cav.Blocks, cav.Outcomes = Stop, true, near
			out = append(out, cav)
		}
		if len(far) > 0 {
			cav.Severity, cav.Blocks, cav.Outcomes = Moderate, false, far
			if hasSwitch && abs(d) <= breakWarns {
				cav.Severity = High
			}
			out = append(out, cav)
		}
	}
	return out
}

// inUse tells whether a night lies within the nights compared for an outcome,
// or within reach of a switch.
func (r review) inUse(i int, night record.Date) bool {
	if d, ok := r.toSwitch(night); ok && abs(d) <= breakWarns {
		return true
	}
	f := r.fits[i]
	if len(f.off) == 0 || len(f.on) == 0 {
		return false
	}
	at := int(night - r.model.first)
	first := min(f.off[0], f.on[0])
	last := max(f.off[len(f.off)-1], f.on[len(f.on)-1])
	return at > first && at <= last
}

// toSwitch returns the signed number of nights from the nearest switch of a
// phased or randomised design.
func (r review) toSwitch(night record.Date) (nights int, ok bool) {
	if r.model.arrange.design == DesignAsNeeded {
		return 0, false
	}
	for _, s := range r.model.arrange.switches() {
		if d := int(night - s); !ok || abs(d) < abs(nights) {
			nights, ok = d, true
		}
	}
	return nights, ok
}

func abs(n int) int { return max(n, -n) }
