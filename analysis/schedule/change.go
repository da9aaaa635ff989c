package schedule

import (
	"fmt"
	"slices"
	"strconv"
)

// ChangeableFields are the fields of a plan that may change while it runs, with a
// dated entry. A different schedule needs a new plan.
var ChangeableFields = []string{"question", "primary", "margin", "stopping_date", "onset", "washout"}

// Deciding reports whether the change affects how the answer is judged.
func (c Change) Deciding() bool { return c.Field != "question" && c.Field != "stopping_date" }

// asMade returns the plan as it was made: with all changes undone, the latest first.
func (p Plan) asMade() Plan {
	for _, c := range slices.Backward(p.Changes) {
		_ = p.put(c.Field, c.From) // Validate refuses a change that cannot be undone
	}
	p.Changes = nil
	return p
}

// put sets a changeable field to the value that text describes. It returns an error
// for any other field and for text that is not a value of the field.
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

// validChanges checks that every change is dated and can be undone.
func (p Plan) validChanges() error {
	for i, c := range slices.Backward(p.Changes) {
		path := fmt.Sprintf("changes[%d].", i)
		if c.Date.Date == 0 {
			return fieldf(path+"date", "is missing: say on which day the plan was changed")
		}
		if c.Date.Date < p.Created.Date {
			return fieldf(path+"date", "%s: comes before the plan was made, on %s", c.Date, p.Created)
		}
		if !slices.Contains(ChangeableFields, c.Field) {
			return fieldf(path+"field", "%v", p.put(c.Field, c.From))
		}
		if err := p.put(c.Field, c.From); err != nil {
			return fieldf(path+"from", "%q is not what %s could have been: %v", c.From, c.Field, err)
		}
	}
	return nil
}
