package process

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"nof1/analysis/schedule"
)

// FromSettings returns the configuration a report was made with, read from the
// settings in its JSON. Settings that a newer version added are ignored. Participant,
// looks and version are stored elsewhere in a report and stay zero.
func FromSettings(settings []byte) (Config, error) {
	c := Defaults()
	var beside struct {
		As       map[string]string `yaml:"as"`
		Plan     yaml.Node         `yaml:"plan"`
		Unsummed bool              `yaml:"plan_unsummed"`
	}
	if err := yaml.Unmarshal(settings, &c); err != nil { // JSON is YAML
		return Config{}, fmt.Errorf("settings: %w", err)
	}
	if err := yaml.Unmarshal(settings, &beside); err != nil {
		return Config{}, fmt.Errorf("settings: %w", err)
	}
	c.Force = beside.As
	if beside.Plan.IsZero() {
		return c, nil
	}
	text, err := yaml.Marshal(&beside.Plan)
	if err != nil {
		return Config{}, fmt.Errorf("settings.plan: %w", err)
	}
	plan, err := schedule.ReadPlan(text)
	if err != nil {
		return Config{}, fmt.Errorf("settings.plan: %w", err)
	}
	if beside.Unsummed {
		plan.SHA256 = ""
	}
	c.Plan = &plan
	return c, nil
}

// effective returns the settings by configuration key. [FromSettings] reads them, so
// that the report can be computed again.
func (c Config) effective() (map[string]any, error) {
	c.Participant = ""
	out, err := asSettings(c)
	if err != nil {
		return nil, err
	}
	delete(out, "participant")
	if len(c.Force) > 0 {
		out["as"] = c.Force
	}
	if c.Plan != nil {
		out["plan"], err = planSettings(c.Plan)
		if c.Plan.SHA256 == "" {
			out[unsummed] = true
		}
	}
	return out, err
}

// asSettings converts a value to a map by its YAML keys.
func asSettings(v any) (map[string]any, error) {
	text, err := yaml.Marshal(v)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	return out, yaml.Unmarshal(text, &out)
}
