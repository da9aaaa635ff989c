package protocol

// UpperLevel is a tolerable upper intake level of magnesium from supplements,
// food not counted.
type UpperLevel struct {
	Region string  // "us" or "eu"
	Mg     float64 // mg of the element a day, adults
	Source string
}

// UpperLevels returns the levels, US first.
func UpperLevels() []UpperLevel {
	return []UpperLevel{
		{"us", 350, "Institute of Medicine (1997)"},
		{"eu", 250, "Scientific Committee on Food (2001)"},
	}
}
