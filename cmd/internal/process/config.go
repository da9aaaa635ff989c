package process

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/importers"
	"nof1/importers/all"
	"nof1/importers/own"
	"nof1/importers/record"
	"nof1/reports/words"
)

// ErrConfig marks an error in the configuration: wrong usage, not wrong input.
var ErrConfig = errors.New("configuration")

// Config is every effective setting of one participant's run. The tags are the
// keys of the configuration file; config.example.yaml explains each.
type Config struct {
	Participant string             `yaml:"participant" mapstructure:"participant"`
	Supplement  SupplementConfig   `yaml:"supplement" mapstructure:"supplement"`
	Design      DesignConfig       `yaml:"design" mapstructure:"design"`
	Log         LogConfig          `yaml:"log" mapstructure:"log"`
	Primary     string             `yaml:"primary" mapstructure:"primary"` // metric id, "" for the default
	Margin      string             `yaml:"margin" mapstructure:"margin"`   // "15" in the natural unit or "5%", "" for the default
	Zone        string             `yaml:"zone" mapstructure:"zone"`       // IANA zone of files that state no offset, or ""
	ULRegion    string             `yaml:"ul_region" mapstructure:"ul_region"`
	Seed        uint64             `yaml:"seed" mapstructure:"seed"`
	Language    string             `yaml:"language" mapstructure:"language"` // of the report: see reports.Languages
	Mappings    []MappingConfig    `yaml:"mappings" mapstructure:"mappings"`
	Products    []protocol.Product `yaml:"products" mapstructure:"products"`
	Supplements []protocol.Custom  `yaml:"supplements" mapstructure:"supplements"` // added to the built-in ones
	Breaks      []BreakConfig      `yaml:"breaks" mapstructure:"breaks"`

	// The fields below come from the command line and the build, never from a file.

	Force        map[string]string `yaml:"-" mapstructure:"-"` // path or base name -> importer
	Named        bool              `yaml:"-" mapstructure:"-"` // the user named one file: a second format that claims it is an error
	Everyone     bool              `yaml:"-" mapstructure:"-"` // read the rows of every person in a file: for Check only
	Version      string            `yaml:"-" mapstructure:"-"`
	Looks        []analysis.Look   `yaml:"-" mapstructure:"-"` // earlier reports of the same growing record
	Plan         *schedule.Plan    `yaml:"-" mapstructure:"-"` // a valid plan, which overrides the configuration, or nil
	ConfigSHA256 string            `yaml:"-" mapstructure:"-"` // of the configuration files as read, or ""
	Progress     func(path string) `yaml:"-" mapstructure:"-"`
}

// SupplementConfig names the supplement under test.
type SupplementConfig struct {
	ID    string   `yaml:"id" mapstructure:"id"`
	Forms []string `yaml:"forms" mapstructure:"forms"` // only these forms count; empty: all
	Start string   `yaml:"start" mapstructure:"start"` // first on night, YYYY-MM-DD; overrides the log
}

// DesignConfig declares the facts about the design that a log cannot show.
type DesignConfig struct {
	Randomised bool `yaml:"randomised" mapstructure:"randomised"`
	Blinded    bool `yaml:"blinded" mapstructure:"blinded"`
	Blocks     int  `yaml:"blocks" mapstructure:"blocks"`   // days in a block, 0 if not declared
	Onset      *int `yaml:"onset" mapstructure:"onset"`     // nights left out after each start; nil: the supplement's own number
	Washout    *int `yaml:"washout" mapstructure:"washout"` // nights left out after each stop; nil: the supplement's own number
}

// LogConfig defines what a day without a row means.
type LogConfig struct {
	Absent string `yaml:"absent" mapstructure:"absent"` // auto, unknown or not_taken
}

// MappingConfig describes a table in a format nof1 does not know.
type MappingConfig struct {
	Name    string               `yaml:"name" mapstructure:"name"`
	Match   []string             `yaml:"match" mapstructure:"match"`
	Kind    string               `yaml:"kind" mapstructure:"kind"` // nights, log or diary
	Date    MappedDateConfig     `yaml:"date" mapstructure:"date"`
	Columns []MappedColumnConfig `yaml:"columns" mapstructure:"columns"`
	Zero    string               `yaml:"zero" mapstructure:"zero"`       // "missing": 0 means not measured
	Of      string               `yaml:"of,omitempty" mapstructure:"of"` // day or night
}

// MappedDateConfig names the column that dates a row and the end of the night that
// the date belongs to.
type MappedDateConfig struct {
	Column     string `yaml:"column" mapstructure:"column"`
	Convention string `yaml:"convention" mapstructure:"convention"` // evening or wake
	Format     string `yaml:"format" mapstructure:"format"`
}

// MappedColumnConfig maps one column.
type MappedColumnConfig struct {
	From   string `yaml:"from" mapstructure:"from"`
	To     string `yaml:"to" mapstructure:"to"`         // field of a log or diary
	Metric string `yaml:"metric" mapstructure:"metric"` // metric of a night
	Unit   string `yaml:"unit" mapstructure:"unit"`
	Of     string `yaml:"of,omitempty" mapstructure:"of"` // day or night: what a value is of
	Rated  Range  `yaml:"rated,omitempty" mapstructure:"rated"`
	Best   string `yaml:"best,omitempty" mapstructure:"best"` // the best end of it, low or high
}

// Range is the lowest and the highest value of a rating, "1-4".
type Range string

// BreakConfig is a date from which values cannot be compared with earlier ones.
type BreakConfig struct {
	Date    string   `yaml:"date" mapstructure:"date"`     // first night with the new device, YYYY-MM-DD
	Source  string   `yaml:"source" mapstructure:"source"` // vendor, "" for all
	Reason  string   `yaml:"reason" mapstructure:"reason"`
	Metrics []string `yaml:"metrics" mapstructure:"metrics"`
}

// Defaults returns the configuration that applies without any file or flag.
func Defaults() Config {
	return Config{Log: LogConfig{Absent: "auto"}, Seed: 1, Language: words.English}
}

// SettingError is one setting whose value cannot be used. It wraps ErrConfig.
type SettingError struct {
	Key     string // path in the configuration, such as "supplement.start"
	Message string // the value, then what is wrong with it
}

// Error returns the key and the message.
func (e *SettingError) Error() string { return ErrConfig.Error() + ": " + e.Key + " " + e.Message }

// Unwrap returns ErrConfig.
func (e *SettingError) Unwrap() error { return ErrConfig }

func configError(key, format string, args ...any) error {
	return &SettingError{key, fmt.Sprintf(format, args...)}
}

// settings checks the configuration and converts it to the settings of the analysis.
func (c Config) settings() (analysis.Settings, error) {
	if c.Language != "" && !slices.Contains(words.Languages(), c.Language) {
		return analysis.Settings{}, configError("language", "%q: want %s", c.Language, strings.Join(words.Languages(), " or "))
	}
	err := c.checkPlan()
	if err != nil {
		return analysis.Settings{}, err
	}
	region := strings.ToLower(c.ULRegion)
	if region != "" && protocol.UpperLevelsIn(region)[0].Region != region {
		return analysis.Settings{}, configError("ul_region", "%q: want us, eu, uk or no, or nothing for us and eu", c.ULRegion)
	}
	s := analysis.Settings{
		Plan:       c.Plan,
		Supplement: c.Supplement.ID, Primary: c.Primary,
		Absent: c.Log.Absent, Randomised: c.Design.Randomised, Blinded: c.Design.Blinded,
		BlockDays: c.Design.Blocks, ULRegion: region, Seed: c.Seed, Looks: c.Looks,
	}
	switch c.Log.Absent {
	case "", "auto", "unknown", "not_taken":
	default:
		return s, configError("log.absent", "%q: want auto, unknown or not_taken", c.Log.Absent)
	}
	for _, f := range c.Supplement.Forms {
		form, ok := protocol.FormByName(f)
		if !ok {
			return s, configError("supplement.forms", "%q is not a known form: see nof1 list supplements magnesium", f)
		}
		s.Forms = append(s.Forms, form.ID)
	}
	if c.Primary != "" {
		if err := primaryOutcome(c.Primary); err != nil {
			return s, err
		}
	}
	s.Products = c.Products
	if s.Catalogue, err = c.catalogue(); err != nil {
		return s, err
	}
	if s.Zone, err = c.zone(); err != nil {
		return s, err
	}
	if err := c.windows(&s); err != nil {
		return s, err
	}
	return s, c.dates(&s)
}

// primaryOutcome returns an error for a metric that cannot be the primary outcome.
func primaryOutcome(id string) error {
	m, ok := record.MetricByID(id)
	if !ok || !m.MayBePrimary() {
		return configError("primary", "%q is not a metric that can be the primary outcome: %s", id, MetricHint(id))
	}
	return nil
}

// MetricHint returns a hint for an id that is not an outcome: the outcomes that begin
// with it, or the command that lists them all.
func MetricHint(id string) string {
	var near []string
	for _, m := range record.Metrics {
		if id != "" && m.MayBePrimary() && strings.HasPrefix(m.ID, strings.ToLower(id)) {
			near = append(near, m.ID)
		}
	}
	if near == nil {
		return "see nof1 list metrics"
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}

func (c Config) windows(s *analysis.Settings) error {
	for _, w := range []struct {
		key  string
		from *int
		to   *int
		has  *bool
	}{{"onset", c.Design.Onset, &s.Onset, &s.HasOnset}, {"washout", c.Design.Washout, &s.Washout, &s.HasWashout}} {
		if w.from == nil {
			continue
		}
		if *w.from < 0 || *w.from > 90 {
			return configError("design."+w.key, "%d: want 0 to 90 nights", *w.from)
		}
		*w.to, *w.has = *w.from, true
	}
	margin, err := schedule.ReadMargin(c.Margin)
	if err != nil {
		return configError("margin", "%v", err)
	}
	s.Margin = margin
	return nil
}

func (c Config) dates(s *analysis.Settings) error {
	if c.Supplement.Start != "" {
		d, err := record.ParseDate(c.Supplement.Start)
		if err != nil {
			return configError("supplement.start", "%v", err)
		}
		s.Start, s.HasStart = d, true
	}
	for i, b := range c.Breaks {
		d, err := record.ParseDate(b.Date)
		if err != nil {
			return configError(fmt.Sprintf("breaks[%d].date", i), "%v", err)
		}
		for _, m := range b.Metrics {
			if _, ok := record.MetricByID(m); !ok {
				return configError(fmt.Sprintf("breaks[%d].metrics", i), "%q is not a metric: see nof1 list metrics", m)
			}
		}
		s.Breaks = append(s.Breaks, record.Break{
			Night: d, Source: b.Source, Reason: "configured", Detail: b.Reason, Metrics: b.Metrics,
		})
	}
	return nil
}

// reading returns the options of the importers for these settings.
func (c Config) reading() (importers.Options, error) {
	mapped, err := c.mapped()
	if err != nil {
		return importers.Options{}, err
	}
	zone, err := c.zone()
	return importers.Options{
		Formats: all.All(), Mapped: mapped, Force: c.Force, Zone: zone, Supplements: c.ownNames(),
		Named: c.Named, Participant: c.Participant, Everyone: c.Everyone, Progress: c.Progress,
	}, err
}

// mapped returns the importers of the user's own formats.
func (c Config) mapped() ([]importers.Importer, error) {
	var out []own.Mapping
	for i, m := range c.Mappings {
		x := own.Mapping{Name: m.Name, Match: m.Match, Kind: m.Kind, Zero: m.Zero, Of: m.Of,
			Date: own.MappedDate{Column: m.Date.Column, Convention: m.Date.Convention, Format: m.Date.Format}}
		for _, col := range m.Columns {
			x.Columns = append(x.Columns, own.MappedColumn{
				From: col.From, To: col.To, Metric: col.Metric, Unit: col.Unit, Of: col.Of,
				Rated: string(col.Rated), Best: col.Best,
			})
		}
		if err := x.Validate(); err != nil {
			key := fmt.Sprintf("mappings[%d]", i)
			if wrong := new(own.MappedColumnError); errors.As(err, &wrong) {
				key += fmt.Sprintf(".columns[%d]", wrong.Column)
			}
			return nil, configError(key, "%v", err)
		}
		out = append(out, x)
	}
	return own.Mapped(out)
}

// ownNames returns the names that a log may use for the user's own supplements and
// products.
func (c Config) ownNames() (names []string) {
	for _, s := range c.Supplements {
		names = append(append(names, s.ID, s.Name), s.Aliases...)
	}
	for _, p := range c.Products {
		names = append(names, p.Name)
	}
	return names
}

func (c Config) zone() (*time.Location, error) {
	if c.Zone == "" {
		return nil, nil
	}
	z, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, configError("zone", "%q: want an IANA time zone such as Europe/Berlin", c.Zone)
	}
	return z, nil
}
