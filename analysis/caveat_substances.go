package analysis

// substances fires where nicotine, cannabis or a sedative was used on other
// shares of the nights: they move heart rate and sleep stages.
func substances(r review) finding {
	return r.rates(r.tagged(nil, "nicotine", "smoking", "cigarettes", "vape", "vaping", "tobacco", "cannabis", "thc", "marijuana", "weed",
		"sedative", "sleeping_pill", "benzodiazepine", "zolpidem", "diphenhydramine", "doxylamine", "antihistamine"))
}
