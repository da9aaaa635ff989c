package protocol

// UpperLevel is a tolerable upper intake level of magnesium from supplements. Magnesium
// from food does not count.
type UpperLevel struct {
	Region string  // "us", "eu", "uk" or "no"
	Mg     float64 // mg of the element per day for adults
	Source string
}

// UpperLevels returns all levels. The first two, US and EU, are shown if no region is
// chosen.
func UpperLevels() []UpperLevel {
	return []UpperLevel{
		{"us", 350, "Institute of Medicine (1997)"},
		{"eu", 250, "Scientific Committee on Food (2001)"},
		{"uk", 400, "Expert Group on Vitamins and Minerals (2003), a guidance level"},
		{"no", 350, "Norwegian Scientific Committee for Food Safety (2016)"},
	}
}

// UpperLevelsIn returns the level of a region. For any other text it returns the levels
// of the US and the EU.
func UpperLevelsIn(region string) []UpperLevel {
	all := UpperLevels()
	for _, u := range all {
		if u.Region == region {
			return []UpperLevel{u}
		}
	}
	return all[:2]
}
