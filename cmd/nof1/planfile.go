package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"

	"nof1/analysis/schedule"
)

// hintPlan says what a plan is for.
const hintPlan = "a plan is followed as it was made: what went otherwise belongs under its deviations"

// addPlan defines --plan on a command.
func (f *inputFlags) addPlan(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.plan, "plan", "", "follow the plan of `FILE` (plan.yaml): its schedule, question and windows")
}

// readPlan reads the value of --plan; nil where it was not given. What a plan
// declares cannot be said otherwise by another flag.
func (f *inputFlags) readPlan(cmd *cobra.Command) (*schedule.Plan, error) {
	if f.plan == "" {
		return nil, nil
	}
	for _, flag := range []string{"supplement", "primary", "margin", "start"} {
		if cmd.Flags().Changed(flag) {
			return nil, usagef("--%s and --plan contradict each other: leave one of them out", flag).hint(hintPlan)
		}
	}
	text, err := os.ReadFile(f.plan)
	if err != nil {
		return nil, usagef("--plan: %v", err)
	}
	p, err := schedule.ReadPlan(text)
	if err == nil {
		err = p.Validate()
	}
	if err != nil {
		return nil, newPlanError(f.plan, text, err)
	}
	return &p, nil
}

// planError is everything wrong with a plan, each line in the form FILE:LINE:.
type planError struct {
	Lines []string
}

func (e *planError) Error() string { return strings.Join(e.Lines, "\n") }

// newPlanError finds the line of what is wrong.
func newPlanError(path string, text []byte, err error) *planError {
	out := &planError{}
	var field *schedule.FieldError
	var typed *yaml.TypeError
	switch {
	case errors.As(err, &field):
		out.Lines = []string{fmt.Sprintf("%s:%d: field %s: %s", path, lineOf(text, field.Field), field.Field, field.Message)}
	case errors.As(err, &typed):
		for _, message := range typed.Errors {
			if m := yamlLine.FindStringSubmatch(message); m != nil {
				message = m[1] + ": " + explained(text, m[1], m[2])
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

// explained is explain, and the field of a date that is none: yaml.v3 does not
// say that itself.
func explained(text []byte, line, message string) string {
	out := explain(text, line, message)
	if n, err := strconv.Atoi(line); err == nil && out == message {
		out = "field " + fieldAt(text, n) + ": " + out
	}
	return out
}
