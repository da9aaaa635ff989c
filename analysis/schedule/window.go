package schedule

// LeftOut reports for each day of an order (true: with the supplement) whether it
// is too close behind a change to be used: one of the first onset days with, or of
// the first washout days without. Nothing is taken before the first day.
func LeftOut(on []bool, onset, washout int) []bool {
	left, w := make([]bool, len(on)), NewWindow(onset, washout)
	for i, b := range on {
		left[i] = w.LeavesOut(b)
	}
	return left
}

// Window follows an order day by day: [LeftOut] without a slice.
type Window struct {
	onset, washout int
	on             bool
	since          int // days since the last change
}

// NewWindow returns a window before the first day of an order.
func NewWindow(onset, washout int) Window {
	return Window{onset: onset, washout: washout, since: max(onset, washout)}
}

// LeavesOut moves to the next day and reports whether it is left out.
func (w *Window) LeavesOut(on bool) bool {
	if on != w.on {
		w.on, w.since = on, 0
	}
	w.since++
	if on {
		return w.since <= w.onset
	}
	return w.since <= w.washout
}
