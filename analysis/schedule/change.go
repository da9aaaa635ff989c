package schedule

import (
	"fmt"
	"slices"
	"strconv"
)

// ChangeableFields are the fields of a plan that may change while it runs, where
// the change is dated. Another schedule is another plan.
var ChangeableFields = []string{"question", "primary", "margin", "stopping_date", "onset", "washout"}

// Deciding tells whether the change is of what the answer is judged by.
func (c Change) Deciding() bool { return c.Field != "question" && c.Field != "stopping_date" }

// asMade undoes the changes, the latest first.
func (p Plan) asMade() Plan {
	for _, c := range slices.Backward(p.Changes) {
		_ = p.put(c.Field, c.From) // a change that cannot be undone is one Validate refuses
	}
	p.Changes = nil
	return p
}

// put sets a changeable field to a text.
func (p *Plan) put(field, text string) (err error) {
	switch field {
	case "question":
		p.Question = text
	case "primary":
		p.Primary = text
	case "margin":
		p.Margin = text
	case "stopping_date":
		p.StoppingDate = Day{}
		if text != "" {
			err = p.StoppingDate.UnmarshalText([]byte(text))
		}
	case "onset":
		p.Onset, err = strconv.Atoi(text)
	case "washout":
		p.Washout, err = strconv.Atoi(text)
	default:
		err = fmt.Errorf("%q cannot change: want one of %v; another schedule is another plan", field, ChangeableFields)
	}
	return err
}

// changesSaid checks that every change is dated and can be undone.
func (p Plan) changesSaid() error {
	for i, c := range slices.Backward(p.Changes) {
		at := fmt.Sprintf("changes[%d].", i)
		if c.Date.Date == 0 {
			return fieldf(at+"date", "is missing: say on which day the plan was changed")
		}
		if c.Date.Date < p.Created.Date {
			return fieldf(at+"date", "%s: comes before the plan was made, on %s", c.Date, p.Created)
		}
		if !slices.Contains(ChangeableFields, c.Field) {
			return fieldf(at+"field", "%v", p.put(c.Field, c.From))
		}
		if err := p.put(c.Field, c.From); err != nil {
			return fieldf(at+"from", "%q is not what %s could have been: %v", c.From, c.Field, err)
		}
	}
	return nil
}
