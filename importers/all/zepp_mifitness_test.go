package all

import (
	"strings"
	"testing"
	"time"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
	"nof1/importers/zepp"
)

// miFitnessTable quotes the values of rows "key|time|JSON".
func miFitnessTable(rows ...string) string {
	var b strings.Builder
	b.WriteString("Uid,Sid,Tag,Key,Time,Value,UpdateTime\n")
	for _, row := range rows {
		cells := strings.SplitN(row, "|", 3)
		b.WriteString("1,default,daily_report," + cells[0] + "," + cells[1] + `,"` + strings.ReplaceAll(cells[2], `"`, `""`) + "\",1930900000\n")
	}
	return b.String()
}

func TestMiFitness(t *testing.T) {
	text := miFitnessTable(
		`sleep|1930694400|{"sleep_deep_duration":70,"sleep_light_duration":300,"sleep_rem_duration":60,"sleep_awake_duration":5,"segment_details":[{"bedtime":1930687200,"wake_up_time":1930714200}]}`,
		`sleep|1930780800|{"sleep_deep_duration":90,"sleep_light_duration":330,"segment_details":[{"bedtime":1930773600,"wake_up_time":1930800600},{"bedtime":1930828000,"wake_up_time":1930830000}]}`,
		`steps|1930694400|{"steps":8123,"calories":131}`,
		`heart_rate|1930694400|{"avg_hr":70}`)
	c, counts := importertest.ReadIn(t, zepp.MiFitness, time.FixedZone("Berlin", 3600), text)
	if counts != (record.Counts{Read: 4, Used: 2, Skipped: 2}) || len(c.Problems) != 1 {
		t.Errorf("%+v %v, want the day of two sleeps left out with a problem", counts, c.Problems)
	}
	for metric, want := range map[string]float64{"tst": 430, "tib": 450, "deep": 70, "rem": 60, "waso": 5, "bedtime": 660} {
		if got := fixture.Value(t, c.Records, "2031-03-08", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	if got := fixture.Value(t, c.Records, "2031-03-09", "steps"); got != 8123 {
		t.Errorf("steps %v on the night after their day", got)
	}
	c, _ = importertest.ReadIn(t, zepp.MiFitness, nil, text)
	if len(c.Sessions) != 0 || fixture.NightsOf(c.Records, "tst") == nil || !strings.Contains(c.Problems[0].Message, "--zone") {
		t.Errorf("%+v %v, want durations alone and the flag named", c.Sessions, c.Problems)
	}
}
