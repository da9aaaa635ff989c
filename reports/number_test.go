package reports

import (
	"testing"

	"nof1/reports/words"
)

func TestChange(t *testing.T) {
	for _, c := range []struct {
		metric string
		x      float64
		want   string
	}{
		{"hrv_rmssd", 2.94, "2.9 ms higher"},
		{"hrv_rmssd", -12.4, "12 ms lower"},
		{"resting_hr", -0.96, "1.0 bpm lower"},
		{"resting_hr", 9.96, "10 bpm higher"},
		{"tst", 12.2, "12 min longer"},
		{"sol", -3.04, "3.0 min shorter"},
		{"bedtime", 22, "22 min later"},
		{"waketime", -4.5, "4.5 min earlier"},
		{"sleep_efficiency", 1.2, "1.2 points higher"},
		{"awakenings", 0.5, "0.5 higher"},
		{"skin_temp_deviation", 0.04, "0.04 °C higher"},
		{"anxiety", -1, "1.0 points of 10 lower"},
		{"tst", 0, "no different"},
		{"unheard_of", 3, "3.0 higher"},
	} {
		s := &words.Speaker{}
		if got := s.Quantity(c.metric).Change(c.x); got != c.want || s.Err != nil {
			t.Errorf("%s %v: %q (%v), want %q", c.metric, c.x, got, s.Err, c.want)
		}
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		metric      string
		low, high   float64
		want, brief string
	}{
		{"hrv_rmssd", -1.2, 7, "between 1.2 ms lower and 7.0 ms higher", "1.2 lower to 7.0 higher"},
		{"hrv_rmssd", 2, 11.66, "2.0 to 11.7 ms higher", "2.0 to 11.7 higher"},
		{"hrv_rmssd", -11.6, -2, "2.0 to 11.6 ms lower", "2.0 to 11.6 lower"},
		{"tst", -26, 30, "between 26 min shorter and 30 min longer", "26 shorter to 30 longer"},
		{"bedtime", 3, 140, "3 to 140 min later", "3 to 140 later"},
		{"hrv_rmssd", 0.04, 3.2, "0.04 to 3.20 ms higher", "0.04 to 3.20 higher"},
		{"hrv_rmssd", 0.04, 12.3, "0.04 to 12.3 ms higher", "0.04 to 12.3 higher"},
		{"hrv_rmssd", -12.3, -0.004, "0.004 to 12.3 ms lower", "0.004 to 12.3 lower"},
		{"tst", 0.3, 140, "0.3 to 140 min longer", "0.3 to 140 longer"},
		{"skin_temp_deviation", 0.004, 0.31, "0.004 to 0.31 °C higher", "0.004 to 0.31 higher"},
		{"hrv_rmssd", -0.04, 12.3, "between 0.04 ms lower and 12.3 ms higher", "0.04 lower to 12.3 higher"},
		{"hrv_rmssd", 0, 3.2, "0.0 to 3.2 ms higher", "0.0 to 3.2 higher"},
		{"hrv_rmssd", -3.2, 0, "0.0 to 3.2 ms lower", "0.0 to 3.2 lower"},
	} {
		q := (&words.Speaker{}).Quantity(c.metric)
		if got := q.Span(c.low, c.high); got != c.want {
			t.Errorf("%v to %v: %q, want %q", c.low, c.high, got, c.want)
		}
		if got := q.Brief(c.low, c.high); got != c.brief {
			t.Errorf("%v to %v in brief: %q, want %q", c.low, c.high, got, c.brief)
		}
	}
}

func TestLevel(t *testing.T) {
	for _, c := range []struct {
		metric string
		x      float64
		want   string
	}{
		{"hrv_rmssd", 60.12, "60.1 ms"},
		{"hrv_rmssd", 104.6, "105 ms"},
		{"tst", 432.4, "7 h 12 min"},
		{"tst", 119.7, "2 h 00 min"},
		{"deep", 78, "78.0 min"},
		{"bedtime", 681, "23:21"},
		{"bedtime", 720, "00:00"},
		{"waketime", 1170, "07:30"},
		{"bedtime", -30, "11:30"},
		{"spo2", 96.43, "96.4 %"},
		{"skin_temp_deviation", -0.123, "-0.12 °C"},
		{"sleep_score", 81, "81.0"},
	} {
		if got := (&words.Speaker{}).Quantity(c.metric).Level(c.x); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.metric, c.x, got, c.want)
		}
	}
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		metric   string
		from, to float64
		want     string
	}{
		{"hrv_rmssd", 60.1, 63, "60.1 to 63.0 ms"},
		{"bedtime", 681, 693, "23:21 to 23:33"},
		{"tst", 432, 445, "7 h 12 min to 7 h 25 min"},
		{"deep", 115, 125, "115 min to 2 h 05 min"},
	} {
		if got := (&words.Speaker{}).Quantity(c.metric).Levels(c.from, c.to); got != c.want {
			t.Errorf("%s: %q, want %q", c.metric, got, c.want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for x, want := range map[float64]string{0: "0.0", 1e-9: "0.0", 0.04: "0.04", 0.004: "0.004", 0.0996: "0.1", 0.25: "0.2", 9.94: "9.9",
		9.96: "10", -123.4: "123"} {
		if got := words.Speak(words.English).Decimal(x); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}

func TestProbability(t *testing.T) {
	for p, want := range map[float64]string{0: "< 0.001", 0.0004: "< 0.001", 0.0042: "0.004", 0.17: "0.17", 1: "1.00"} {
		if got := words.Speak(words.English).Probability(p); got != want {
			t.Errorf("%v: %q, want %q", p, got, want)
		}
	}
}

func TestTie(t *testing.T) {
	for in, want := range map[string]string{
		"about 8.1 ms higher": "about 8.1\u00a0ms higher", "5 % of days": "5\u00a0% of days", "7 h 12 min": "7\u00a0h 12\u00a0min",
		"3 minutes": "3 minutes", "no number": "no number",
	} {
		if got := words.Tie(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
