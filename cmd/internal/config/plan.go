package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"nof1/analysis/schedule"
)

// ReadPlan reads and checks a plan. The error is a *Error about a plan.
func ReadPlan(f File) (*schedule.Plan, error) {
	p, err := schedule.ReadPlan(f.Text)
	if err == nil {
		err = p.Validate()
	}
	if err != nil {
		return nil, newPlanError(f.Path, f.Text, err)
	}
	return &p, nil
}

// newPlanError adds the file and lines to an error of reading or checking a plan.
func newPlanError(path string, text []byte, err error) *Error {
	out := &Error{Plan: true}
	var field *schedule.FieldError
	var typed *yaml.TypeError
	switch {
	case errors.As(err, &field):
		out.Lines = []string{fmt.Sprintf("%s:%d: field %s: %s", path, lineOf(text, field.Field), field.Field, field.Message)}
	case errors.As(err, &typed):
		for _, message := range typed.Errors {
			if m := yamlLine.FindStringSubmatch(message); m != nil {
				message = m[1] + ": " + explainWithField(text, m[1], m[2])
			}
			out.Lines = append(out.Lines, path+":"+message)
		}
	default:
		message := strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			out.Lines = []string{path + ":" + m[1] + ": " + m[2]}
		} else {
			out.Lines = []string{path + ":1: " + message}
		}
	}
	return out
}

// explainWithField is like explain, and names the field of an invalid date, which
// yaml.v3 leaves out.
func explainWithField(text []byte, line, message string) string {
	out := explain(text, line, message)
	if n, err := strconv.Atoi(line); err == nil && out == message {
		out = "field " + fieldAt(text, n) + ": " + out
	}
	return out
}
