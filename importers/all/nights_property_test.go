package all

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// slept is one true sleep of a made-up sleeper, to the minute.
type slept struct {
	from, to               time.Time // on the sleeper's own clock
	main                   bool
	deep, rem, light, wake int // minutes, together those from from to to
}

func (s slept) minutes() int { return int(s.to.Sub(s.from).Minutes()) }
func (s slept) asleep() int  { return s.deep + s.rem + s.light }

// oneOffset is the end of a sleep as a clock shows it that does not change
// between falling asleep and waking up.
func (s slept) oneOffset() time.Time {
	_, seconds := s.from.Zone()
	return s.to.In(time.FixedZone("", seconds))
}

// sleeper is a way of life: where the nights are slept and when.
type sleeper struct {
	name   string
	start  string         // first evening
	nights int            //
	zones  []string       // one after the other, each as many nights
	bed    int            // minutes after midnight of the evening's date, + up to 90
	length int            // minutes, + up to 60
	extras map[int][2]int // night to a further sleep: minutes after waking up, and its length
}

var sleepers = []sleeper{
	{"clocks go forward in Berlin", "2031-03-20", 20, []string{"Europe/Berlin"}, 22 * 60, 420, nil},
	{"clocks go back in Berlin", "2031-10-15", 20, []string{"Europe/Berlin"}, 23*60 + 30, 400, nil},
	{"clocks go forward in New York", "2031-03-01", 16, []string{"America/New_York"}, 23 * 60, 400, nil},
	{"clocks go back in Los Angeles", "2031-10-25", 16, []string{"America/Los_Angeles"}, 21 * 60, 450, nil},
	{"half past in Kolkata", "2031-05-01", 10, []string{"Asia/Kolkata"}, 23 * 60, 420, nil},
	{"the year's end in Auckland", "2031-12-25", 12, []string{"Pacific/Auckland"}, 23*60 + 50, 430, nil},
	{"leap day in UTC", "2032-02-25", 8, []string{"UTC"}, 22 * 60, 480, nil},
	{"half an hour of summer time on Lord Howe", "2031-04-01", 10, []string{"Australia/Lord_Howe"}, 23 * 60, 430, nil},
	{"around the world", "2031-06-01", 20, []string{"Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo"},
		23 * 60, 420, nil},
	{"night shifts in Berlin", "2031-03-20", 20, []string{"Europe/Berlin"}, 32 * 60, 360, nil},
	{"awake just after midnight", "2031-03-20", 14, []string{"Europe/Berlin"}, 16*60 + 30, 451, nil},
	{"asleep just after midnight", "2031-03-20", 14, []string{"Europe/Berlin"}, 24 * 60, 400, nil},
	{"naps", "2031-07-01", 12, []string{"Europe/London"}, 23 * 60, 420, map[int][2]int{1: {5 * 60, 40}, 4: {6 * 60, 55}, 9: {4 * 60, 20}}},
	{"nights in two parts", "2031-07-01", 12, []string{"America/New_York"}, 22 * 60, 300, map[int][2]int{2: {100, 110}, 7: {120, 130}}},
}

// Sleeps makes the true sleeps of a sleeper, in order of time.
func (p sleeper) Sleeps(t *testing.T, random *rand.Rand) (all []slept) {
	first, err := record.ParseDate(p.start)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.nights {
		zone, err := time.LoadLocation(p.zones[i*len(p.zones)/p.nights])
		if err != nil {
			t.Fatal(err)
		}
		evening := (first + record.Date(i+i*len(p.zones)/p.nights)).Time() // a night on the way to each further zone
		from := time.Date(evening.Year(), evening.Month(), evening.Day(), 0, p.bed+random.IntN(90), 0, 0, zone)
		night := newSlept(from, p.length+random.IntN(60), true, random)
		all = append(all, night)
		if extra, ok := p.extras[i]; ok {
			all = append(all, newSlept(night.to.Add(time.Duration(extra[0])*time.Minute), extra[1], false, random))
		}
	}
	return all
}

func newSlept(from time.Time, minutes int, main bool, random *rand.Rand) slept {
	s := slept{from: from, to: from.Add(time.Duration(minutes) * time.Minute), main: main}
	s.wake = 1 + random.IntN(minutes/10)
	s.deep, s.rem = (minutes-s.wake)/5, (minutes-s.wake)/4
	s.light = minutes - s.wake - s.deep - s.rem
	return s
}

// TestRightNights writes the same true nights as every vendor does and demands
// them back: the date of waking, the clock times and the minutes, whatever the
// zone, the season and the way of life. What a vendor's file does not hold is in
// its [convention], and nothing else may differ.
func TestRightNights(t *testing.T) {
	for _, c := range slices.Concat(conventions, olderConventions) {
		t.Run(c.importer+" "+c.file, func(t *testing.T) {
			for i, p := range sleepers {
				if c.utc && len(p.zones) > 1 {
					continue
				}
				t.Run(p.name, func(t *testing.T) { c.check(t, p, uint64(i)) })
			}
		})
	}
}

func (c convention) check(t *testing.T, p sleeper, seed uint64) {
	sleeps := p.Sleeps(t, rand.New(rand.NewPCG(seed, 7)))
	written := sleeps
	if c.mainOnly {
		written = slices.DeleteFunc(slices.Clone(sleeps), func(s slept) bool { return !s.main })
	}
	opts := importers.Options{Formats: All()}
	if c.utc {
		opts.Zone = sleeps[0].from.Location()
	}
	res, err := importers.Read(t.Context(), fixture.Files{c.file: c.write(written)}.FS(), opts)
	if err != nil {
		t.Fatalf("%v: %+v", err, res.Inputs)
	}
	if said, ok := c.told[p.name]; ok {
		if in := res.Inputs[0]; len(in.Problems) != 1 || !strings.Contains(in.Problems[0].Message, said) {
			t.Errorf("problems %v, want one that says %q", in.Problems, said)
		}
		return
	}
	in, said := res.Inputs[0], c.warned[p.name]
	if in.Importer != c.importer || said == "" && len(in.Problems) > 0 {
		t.Fatalf("read as %q with problems %v", in.Importer, in.Problems)
	}
	if said != "" && (len(in.Problems) != 1 || !strings.Contains(in.Problems[0].Message, said)) {
		t.Errorf("problems %v, want one that says %q", in.Problems, said)
	}
	longest := map[record.Date]record.Session{}
	for _, s := range res.Sessions {
		if l, ok := longest[s.Night]; !ok || s.Wake.Clock()-s.Onset.Clock() > l.Wake.Clock()-l.Onset.Clock() {
			longest[s.Night] = s
		}
	}
	found := 0
	for _, s := range sleeps {
		if !s.main {
			continue
		}
		wake := s.to
		if c.oneOffset {
			wake = s.oneOffset()
		}
		night := record.DateOf(wake)
		got, ok := longest[night]
		if !ok || got.Onset != record.MomentOf(s.from) || got.Wake != record.MomentOf(wake) {
			t.Errorf("night %s: %v to %v, want %v to %v", night, got.Onset, got.Wake, record.MomentOf(s.from), record.MomentOf(wake))
			continue
		}
		found++
		c.values(t, res, got, s, wake)
	}
	if len(longest) != found {
		t.Errorf("%d nights, want %d", len(longest), found)
	}
}

// values compares the records of one night with the truth.
func (c convention) values(t *testing.T, res importers.Result, session record.Session, s slept, wake time.Time) {
	t.Helper()
	want := map[string]float64{
		"tst": float64(s.asleep()), "deep": float64(s.deep), "rem": float64(s.rem), "light": float64(s.light),
		"bedtime":  importers.MinutesAfterNoon(session.Night, record.MomentOf(s.from)),
		"waketime": importers.MinutesAfterNoon(session.Night, record.MomentOf(wake)),
	}
	if c.noStages {
		delete(want, "deep")
		delete(want, "rem")
		delete(want, "light")
		if c.importer == "samsung.health" {
			delete(want, "tst") // from the file of stages
		}
	}
	for metric, value := range want {
		var got []float64
		for _, r := range res.Records {
			if r.Night == session.Night && r.Metric == metric && (r.Pos.Line == session.Pos.Line || res.Inputs[0].Counts.Used == 0) {
				got = append(got, r.Value)
			}
		}
		if len(got) != 1 || math.Abs(got[0]-value) > 1e-3 {
			t.Errorf("night %s: %s %v, want %v", session.Night, metric, got, value)
		}
	}
}
