package analysis

const (
	altitudeFall   = 2 // points of blood oxygen below usual
	altitudeNights = 2 // in a row
)

// altitude looks for nights in a row with less blood oxygen than usual, as at
// altitude, where heart rate rises and its variability falls. It never judges
// the value.
func altitude(r review) finding {
	ys, ok := r.primarySeries("spo2", illSeries)
	if !ok {
		return finding{}
	}
	away, _ := departures(ys)
	low := map[int]bool{}
	for i, y := range away {
		if y <= -altitudeFall {
			low[i] = true
		}
	}
	low = inARow(low, altitudeNights)
	return r.events(tags{yes: low, no: map[int]bool{-1: true}}, 0)
}
