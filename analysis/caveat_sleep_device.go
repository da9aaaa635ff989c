package analysis

// sleepDevice fires where something that changes sleep itself is logged on other
// shares of the nights: a breathing machine, a mouth tape, a splint.
func sleepDevice(r review) finding {
	return r.rates(r.tagged(nil, "cpap", "apap", "mouth_tape", "mouth_taping", "oral_appliance", "mandibular_splint", "nasal_strip"))
}
