package analysis

const vaccineNights = 4 // nights after the first until heart rate variability is back (Presby)

// vaccination fires where the nights a vaccine can reach are among those
// compared.
func vaccination(r review) finding { return r.events(r.tagged(nil, "vaccination"), vaccineNights) }
