package analysis

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Text is a string that is null in JSON if it is empty.
type Text string

// MarshalJSON implements [json.Marshaler].
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return marshal(string(t))
}

// marshal is [json.Marshal] without the escapes of <, > and &.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// Assumptions are notes. Their JSON form is an array of their sentences.
type Assumptions []Note

// Statements returns the sentences.
func (as Assumptions) Statements() []string {
	out := make([]string, len(as))
	for i, a := range as {
		out[i] = a.Statement
	}
	return out
}

// MarshalJSON implements [json.Marshaler].
func (as Assumptions) MarshalJSON() ([]byte, error) { return marshal(as.Statements()) }

// UnmarshalJSON implements [json.Unmarshaler].
func (as *Assumptions) UnmarshalJSON(doc []byte) error {
	var statements []string
	if err := json.Unmarshal(doc, &statements); err != nil {
		return err
	}
	*as = make(Assumptions, len(statements))
	for i, s := range statements {
		(*as)[i].Statement = s
	}
	return nil
}

// Measure is one named number with its unit.
type Measure struct {
	Name  string  `json:"-"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// Measures are numbers with names. Their JSON form is an object.
type Measures []Measure

// Of returns the measure with that name, or nil.
func (ms Measures) Of(name string) *Measure {
	for i := range ms {
		if ms[i].Name == name {
			return &ms[i]
		}
	}
	return nil
}

// MarshalJSON implements [json.Marshaler].
func (ms Measures) MarshalJSON() ([]byte, error) {
	by := make(map[string]Measure, len(ms))
	for _, m := range ms {
		by[m.Name] = m
	}
	return marshal(by)
}

// UnmarshalJSON implements [json.Unmarshaler]; the names are sorted.
func (ms *Measures) UnmarshalJSON(doc []byte) error {
	var by map[string]Measure
	if err := json.Unmarshal(doc, &by); err != nil {
		return err
	}
	*ms = make(Measures, 0, len(by))
	for _, name := range slices.Sorted(maps.Keys(by)) {
		m := by[name]
		m.Name = name
		*ms = append(*ms, m)
	}
	return nil
}
