package reports

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nof1/importers/record"
	"nof1/reports/words"
)

func terminal(t *testing.T, r Report, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteText(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextTable(t *testing.T) {
	out := terminal(t, Samples(t)[1].Report(t), TextOptions{Width: 100})
	for _, want := range []string{
		"outcome                           off          on          change    likely range  nights",
		"HRV (RMSSD)                   60.0 ms     68.1 ms         +8.1 ms   +4.5 to +11.7  168+80",
		"Resting heart rate           55.0 bpm    53.7 bpm        -1.3 bpm    -2.3 to -0.2  171+80",
		"Total sleep time           7 h 12 min  7 h 14 min  about the same   -6.6 to +11.0  174+80",
		"Deep sleep                   78.0 min    81.4 min               ~   -6.0 to +12.8  174+80",
		"Bedtime*                        23:21       23:24               ~      -17 to +24  174+81",
		"not recorded, so not checked: alcohol, caffeine, illness, travel, late meals",
		"1 more in the report",
	} {
		if !strings.Contains(out, want+"\n") {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
}

func TestTextWidthAndColor(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		for _, width := range []int{60, 80, 120} {
			out := terminal(t, r, TextOptions{Width: width})
			for _, l := range strings.Split(out, "\n") {
				if n := utf8.RuneCountInString(l); n > max(width, 92) || width == 120 && n > 120 {
					t.Errorf("%s: %d characters at width %d: %q", x.Name, n, width, l)
				}
			}
			if strings.Contains(out, "\x1b") {
				t.Errorf("%s: escape codes without color", x.Name)
			}
		}
		if out := terminal(t, r, TextOptions{Color: true}); !strings.Contains(out, "\x1b[1m") {
			t.Errorf("%s: no emphasis with color", x.Name)
		}
	}
}

// A verdict never stands alone.
func TestTextIsNeverBare(t *testing.T) {
	for _, x := range Samples(t) {
		out := terminal(t, x.Report(t), TextOptions{})
		for _, want := range []string{"before you believe this:", "what would settle it:", "not medical advice"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q", x.Name, want)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text, indent, want string
		width              int
	}{
		{"one two three", "", "one two\nthree", 8},
		{"one two three", "  ", "  one\n  two\n  three", 6},
		{"unbreakable word", "", "unbreakable\nword", 4},
		{"", "  ", "", 10},
		{"größer als", "", "größer als", 10},
	} {
		if got := words.Wrap(c.text, c.width, c.indent); got != c.want {
			t.Errorf("%q at %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestNightsCSV(t *testing.T) {
	r := Samples(t)[0].Report(t)
	r.Nights.Phase[0] = "=HYPERLINK(1)"
	r.Nights.Flags[1] = []string{"@x", "break"}
	var b bytes.Buffer
	if err := WriteNightsCSV(&b, r); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := strings.Join(rows[0], ",")
	if want := "night,hrv_rmssd,resting_hr,respiratory_rate,spo2,tst,sol,awakenings,sleep_efficiency,deep,bedtime,phase,dose_elemental_mg,taken,flags"; head != want {
		t.Errorf("header %s\nwant   %s", head, want)
	}
	if len(rows) != len(r.Nights.Night)+1 || rows[1][0] != r.Nights.Night[0].String() {
		t.Errorf("%d rows, first night %s", len(rows), rows[1][0])
	}
	if rows[1][11] != "'=HYPERLINK(1)" || rows[2][14] != "'@x break" {
		t.Errorf("cells a spreadsheet would run: %q, %q", rows[1][11], rows[2][14])
	}
	if rows[200][13] != "yes" || rows[200][12] != "200" || rows[200][11] != "B1" {
		t.Errorf("row 200: %v", rows[200])
	}
	for i, x := range r.Nights.Values["hrv_rmssd"] {
		if (x == nil) != (rows[i+1][1] == "") {
			t.Fatalf("night %d: %v written as %q", i, x, rows[i+1][1])
		}
	}
}

func TestNightFlags(t *testing.T) {
	x := Samples(t)[1]
	r := x.Report(t)
	counts := map[string]int{}
	for _, f := range r.Nights.Flags {
		for _, id := range f {
			counts[id]++
		}
	}
	if counts["onset"] != 7 || counts["not_taken"] == 0 || counts["break"] != 1 || counts["washout"] != 0 {
		t.Errorf("flags %v", counts)
	}
	at := int(record.NewDate(2024, 4, 30) - r.Nights.Night[0])
	if !strings.Contains(strings.Join(r.Nights.Flags[at], " "), "break") {
		t.Errorf("flags of the night of the break: %v", r.Nights.Flags[at])
	}
}

// Checks are said to be silent only where something was compared.
func TestMarkdownClaimsNoCheckOfNothing(t *testing.T) {
	r := Samples(t)[0].Report(t)
	r.Caveats = nil
	holds := func(want string) {
		t.Helper()
		if out := markdownOf(t, r); !strings.Contains(out, want) {
			t.Errorf("no %q", want)
		}
	}
	holds("No check that could be run raised a doubt about this answer.")
	r.Outcomes = slices.Clone(r.Outcomes)
	for i := range r.Outcomes {
		r.Outcomes[i].Estimate, r.Outcomes[i].CI95 = nil, nil
	}
	holds("Nothing was compared, so there is nothing to believe yet.")
}

// A name keeps what joins its letters and pictures, and loses what hides in Latin
// letters or turns the writing round.
func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"👩\u200d🔬 Zoë": "👩\u200d🔬 Zoë", "می\u200cخواهم": "می\u200cخواهم", "क्\u200dष": "क्\u200dष",
		"An\u200dna": "Anna", "\u200dAnna\u200c": "Anna", "a\u202eb\u2066c": "abc", "so\u00adft\ufeff": "soft",
		"two\nlines\x1b[1m": "two lines[1m",
	} {
		if got := words.Plain(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		r.Participant = "a|b <i> *c* [d](e)"
		var b bytes.Buffer
		if err := WriteMarkdown(&b, r); err != nil {
			t.Fatal(err)
		}
		out := b.String()
		for _, want := range []string{"# a\\|b &lt;i&gt; \\*c\\* \\[d\\](e)\n", "## Before you believe this", "## What would settle it",
			"not a medical device", "| Outcome |"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in\n%s", x.Name, want, out)
			}
		}
	}
}
