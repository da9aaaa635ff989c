package process

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/analysis/schedule"
	"nof1/cmd/internal/outputs"
	"nof1/importers/record"
)

var (
	oddPeople = flag.Int("odd-people", 25, "odd people TestOddPeople tries")
	oddFrom   = flag.Uint64("odd-from", 1, "seed of the first of them")
)

// noWord is what no output may hold: a number that is none, or a slip of the
// program that writes it.
var noWord = regexp.MustCompile(`\bNaN\b|[+-]Inf\b|%!|<no value>`)

// People whose nights, doses and diaries are drawn without regard for sense get
// their report in every form, whatever is constant, missing, one-sided or never
// compared. More of them: go test ./cmd/internal/process -run OddPeople -odd-people 2000
func TestOddPeople(t *testing.T) {
	for i := range *oddPeople {
		p := drawOdd(*oddFrom + uint64(i))
		if err := p.report(); err != nil {
			t.Errorf("seed %d, %s: %v", p.seed, p.about, err)
		}
	}
}

// oddPerson is somebody no sense was made of.
type oddPerson struct {
	*rand.Rand
	seed    uint64
	days    int
	columns []string
	files   fstest.MapFS
	cfg     Config
	about   string
}

// oddValues are the middle and the spread of what an export may hold.
var oddValues = map[string][2]float64{
	"hrv_rmssd": {60, 15}, "hrv_sdnn": {60, 15}, "resting_hr": {55, 4}, "sleep_hr": {52, 4}, "tst": {420, 40}, "tib": {460, 30}, "sol": {15,
		12},
	"waso": {30, 20}, "deep": {80, 20}, "rem": {90, 20}, "light": {230, 30}, "sleep_efficiency": {90, 6}, "respiratory_rate": {15, 1},
	"spo2":      {96, 2},
	"skin_temp": {34, .5}, "skin_temp_deviation": {0, .4}, "steps": {8000, 3000}, "strain": {10, 4}, "sleep_score": {75, 12},
	"awakenings":    {3, 3},
	"sleep_quality": {6, 2}, "mood_rating": {6, 2}, "gad7": {7, 4}, "stress": {4, 3}, "bedtime": {23, 1}, "waketime": {7, 1},
}

func drawOdd(seed uint64) oddPerson {
	p := oddPerson{Rand: rand.New(rand.NewPCG(seed, 77)), seed: seed, files: fstest.MapFS{}, cfg: Defaults()}
	p.days = oneOf(p, 1, 2, 5, 9, 20, 30, 60, 90, 150, 260, 420)
	for _, m := range record.Metrics {
		if _, ok := oddValues[m.ID]; ok && p.IntN(3) == 0 {
			p.columns = append(p.columns, m.ID)
		}
	}
	if p.columns == nil {
		p.columns = []string{"hrv_rmssd"}
	}
	p.add("nights.csv", p.nights())
	design := p.IntN(8)
	if p.IntN(8) > 0 {
		p.add("supplements.csv", p.log(design))
	}
	if p.IntN(2) == 0 {
		p.add("diary.csv", p.diary())
	}
	p.settings()
	if p.IntN(5) == 0 {
		p.cfg.Supplement.Start, p.cfg.Plan = "", p.plan()
	}
	p.about = fmt.Sprintf("%d days, design %d, primary %q, %v", p.days, design, p.cfg.Primary, p.columns)
	return p
}

func oneOf[T any](p oddPerson, of ...T) T { return of[p.IntN(len(of))] }

func (p oddPerson) add(name, text string) { p.files[name] = &fstest.MapFile{Data: []byte(text)} }

func (p oddPerson) day(i int) string {
	return (record.NewDate(2023, 10, 1) + record.Date(i)).String()
}

// nights is a table whose columns each behave in a way of their own.
func (p oddPerson) nights() string {
	var b strings.Builder
	b.WriteString("date," + strings.Join(p.columns, ",") + "\n")
	missing := oneOf(p, 0, .05, .3, .8)
	ways := make([]int, len(p.columns))
	for k := range ways {
		ways[k] = p.IntN(7)
	}
	for i := range p.days {
		if i > 0 && p.IntN(20) == 0 {
			continue
		}
		b.WriteString(p.day(i))
		for k, metric := range p.columns {
			b.WriteByte(',')
			if p.Float64() >= missing {
				b.WriteString(p.cell(metric, ways[k], i))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (p oddPerson) cell(metric string, way, i int) string {
	middle, spread := oddValues[metric][0], oddValues[metric][1]
	m, _ := record.MetricByID(metric)
	if m.Clock {
		hour := int(middle) + p.IntN(3)
		if way == 0 {
			hour = p.IntN(24)
		}
		return fmt.Sprintf("%02d:%02d", hour%24, p.IntN(60))
	}
	v := middle
	switch way {
	case 0: // one value
	case 1: // one value, then many
		if i > p.days/2 {
			v += spread * p.NormFloat64()
		}
	case 2: // the same week again and again
		v += spread * float64(i%7) / 7
	case 3: // a straight line
		v += spread * float64(i) / float64(p.days)
	case 4: // nearly always none
		if v = 0; i%9 == 0 {
			v = middle
		}
	default:
		v += spread * p.NormFloat64()
	}
	if middle > 0 {
		v = math.Max(v, 0)
	}
	return strconv.FormatFloat(v, 'f', p.IntN(3), 64)
}

// log is a supplement log of a design.
func (p oddPerson) log(design int) string {
	var b strings.Builder
	b.WriteString("time,supplement,form,amount,unit,basis,taken,note\n")
	supplement, start := oneOf(p, "magnesium", "magnesium", "glycine", "melatonin", "Brightlab Calm", "creatine"), p.IntN(p.days+5)
	for i := range p.days + 3 {
		on := [...]bool{i >= start, i >= start, i/28%2 == 1, p.IntN(3) == 0, i/7%2 == 1, i >= p.days/3 && i < 2*p.days/3, true, false}[design]
		taken := "yes"
		if !on {
			if design == 7 || p.IntN(2) == 0 {
				continue
			}
			taken = oneOf(p, "no", "unknown")
		}
		when := p.day(i)
		if p.IntN(2) == 0 {
			when += fmt.Sprintf(" %02d:%02d", oneOf(p, 0, 2, 9, 21, 22, 23), p.IntN(60))
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s\n", when, supplement, oneOf(p, "", "citrate", "citrate", "oxide"), oneOf(p, "", "200", "400",
			"1000"),
			oneOf(p, "mg", "mg", "capsule", ""), oneOf(p, "", "elemental", "compound"), taken, oneOf(p, "", "", "tired"))
		if p.IntN(20) == 0 {
			fmt.Fprintf(&b, "%s,%s,,100,mg,,yes,\n", p.day(i), oneOf(p, "l-theanine", "zinc", "caffeine", "magnesium water"))
		}
	}
	return b.String()
}

func (p oddPerson) diary() string {
	var b strings.Builder
	b.WriteString("time,item,value,unit,note\n")
	for i := range p.days {
		for range p.IntN(3) {
			item := oneOf(p, "alcohol", "caffeine", "sleep_quality", "stress", "illness", "travel", "weight", "headache", "cycle_start",
				"medication_start",
				"vaccination", "home_change", "late_meal", "balance", "loose_stool", "gad7")
			fmt.Fprintf(&b, "%s,%s,%s,%s,\n", p.day(i), item, oneOf(p, "", "-1", "0", "1", "2", "7", "10"), oneOf(p, "", "", "g", "drinks", "mg",
				"kg"))
		}
	}
	return b.String()
}

func (p *oddPerson) settings() {
	p.cfg.Language = oneOf(*p, "en", "de")
	if p.IntN(2) == 0 {
		p.cfg.Primary = oneOf(*p, p.columns...)
	}
	if p.IntN(4) == 0 {
		p.cfg.Supplement.Start = p.day(p.IntN(p.days + 5))
	}
	p.cfg.Design.Randomised = p.IntN(5) == 0
	if p.IntN(5) == 0 {
		p.cfg.Margin = oneOf(*p, "5%", "0.001", "1000")
	}
	if p.IntN(5) == 0 {
		p.cfg.Log.Absent = oneOf(*p, "unknown", "not_taken")
	}
	if p.IntN(6) == 0 {
		p.cfg.Breaks = []BreakConfig{{Date: p.day(p.days / 2), Reason: "new"}, {Date: p.day(p.days / 2), Metrics: []string{"tst"}}}
	}
}

// plan is a plan whose days may lie anywhere about the nights.
func (p oddPerson) plan() *schedule.Plan {
	c := oneOf(p, schedule.Constraint{Kind: schedule.Nightly, Weeks: 1 + p.IntN(9), MaxRun: oneOf(p, 0, 3), Balanced: p.IntN(2) == 0},
		schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 2 + 2*p.IntN(5)},
		schedule.Constraint{Kind: schedule.Blocks, Weeks: 8, BlockDays: 14, Balanced: true},
		schedule.Constraint{Kind: schedule.ABAB, Weeks: 8, MinPhase: 7, WholeWeeks: p.IntN(2) == 0})
	drawn, err := schedule.Draw(c, record.NewDate(2023, 10, 1)+record.Date(p.IntN(p.days+20)-20), p.seed)
	if err != nil {
		panic(err)
	}
	day := func(d record.Date) schedule.Day { return schedule.Day{Date: d} }
	return &schedule.Plan{Schema: schedule.PlanSchema, Supplement: "magnesium", Primary: oneOf(p, p.columns...), Analysis: schedule.SlowMix,
		Constraint: c, Seed: &p.seed,
		Schedule: schedule.Calendar{Start: day(drawn.Start), End: day(drawn.End()), Days: drawn.Letters()}, Created: day(drawn.Start),
		Onset: p.IntN(c.Shortest()), Washout: p.IntN(c.Shortest()), Blinded: p.IntN(3) == 0}
}

// report makes the report in every form but paper, and foretells further studies; a
// panic is an error with its place.
func (p oddPerson) report() (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v\n%s", x, debug.Stack())
		}
	}()
	r, err := Run(context.Background(), p.files, "p", p.cfg)
	var setting *SettingError
	if errors.Is(err, ErrNothingUsable) || errors.As(err, &setting) && setting.Key == "primary" {
		return nil // as it should be
	}
	if err != nil {
		return err
	}
	_, _, err = Power(context.Background(), p.files, p.cfg)
	if p.seed%7 == 0 && p.cfg.Primary != "" { // it takes its time
		_, _, e := Plan(context.Background(), p.files, p.cfg, PlanQuestion{Supplement: "magnesium", Primary: p.cfg.Primary, Weeks: 8,
			Start: record.NewDate(2025, 1, 6)})
		err = errors.Join(err, e)
	}
	for _, f := range outputs.All {
		if f.Name == "pdf" || f.Name == "onepage" {
			continue
		}
		files, e := f.Render(context.Background(), r)
		err = errors.Join(err, e)
		for _, o := range files {
			if at := noWord.FindIndex(o.Text); at != nil {
				err = errors.Join(err, fmt.Errorf("%s: ...%s...", o.Name, o.Text[max(0, at[0]-60):min(len(o.Text), at[1]+30)]))
			}
		}
	}
	return err
}
