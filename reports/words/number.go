package words

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// quantity writes values of one metric as text, in its own unit and with the
// words its kind of change has.
type Quantity struct {
	*Speaker
	record.Metric
}

// Quantity returns the writer of a metric's values; an unknown id is written
// as it is, without a unit.
func (s *Speaker) Quantity(metric string) Quantity {
	m, ok := record.MetricByID(metric)
	if !ok {
		m = record.Metric{ID: metric, Name: metric, Unit: "n"}
	}
	return Quantity{s, m}
}

// FullName returns the metric's name as used inside a sentence.
func (q Quantity) FullName() string { return q.WordOr("metric."+q.ID+".name", q.Name) }

// Short returns the metric's name as used at the head of a row.
func (q Quantity) Short() string { return q.WordOr("metric."+q.ID+".short", SentenceCase(q.Name)) }

// kind is "clock" for times of day, "long" for durations, else "plain".
func (q Quantity) kind() string {
	switch {
	case q.Clock:
		return "clock"
	case q.Unit == "min":
		return "long"
	}
	return "plain"
}

// Way is the word for the sign of a change: higher, shorter, later.
func (q Quantity) Way(x float64) string {
	if x < 0 {
		return q.Word("word." + q.kind() + ".down")
	}
	return q.Word("word." + q.kind() + ".up")
}

// changeCodes are the verdicts of a change downwards and upwards, by kind.
var changeCodes = map[string][2]string{"plain": {"lower", "higher"}, "long": {"shorter", "longer"}, "clock": {"earlier", "later"}}

// code is the verdict of a change in the kind's own word: longer, earlier.
func (q Quantity) code(x float64) string {
	if x < 0 {
		return changeCodes[q.kind()][0]
	}
	return changeCodes[q.kind()][1]
}

// UnitOf returns the unit as text, or "" for a unit without one.
func (s *Speaker) UnitOf(unit, use string) string { return s.WordOr("unit."+unit+"."+use, unit) }

// Size writes how big a change is, without its direction: "2.9 ms".
func (q Quantity) Size(x float64) string { return Join(q.Decimal(x), q.UnitOf(q.Unit, "change")) }

// Change writes a change with its direction: "2.9 ms higher".
func (q Quantity) Change(x float64) string {
	if x == 0 {
		return q.Word("word.none")
	}
	return q.Size(x) + " " + q.Way(x)
}

// Span writes a range of changes: "between 1.2 ms lower and 7.0 ms higher",
// or "2.0 to 7.0 ms higher" if both ends have the same sign.
func (q Quantity) Span(low, high float64) string {
	l, h := q.Decimals(low, high)
	unit := q.UnitOf(q.Unit, "change")
	switch {
	case low < 0 && high > 0 || low == 0 && high == 0:
		return q.Say("range.across", Values{"Low": Join(l, unit) + " " + q.Way(-1), "High": Join(h, unit) + " " + q.Way(1)})
	case high <= 0:
		return q.Say("range.oneway", Values{"Low": h, "High": Join(l, unit) + " " + q.Way(-1)})
	}
	return q.Say("range.oneway", Values{"Low": l, "High": Join(h, unit) + " " + q.Way(1)})
}

// Brief writes a range of changes without its unit, for a place that shows the unit:
// "1.2 lower to 7.0 higher".
func (q Quantity) Brief(low, high float64) string {
	l, h := q.Decimals(low, high)
	if low < 0 && high > 0 {
		l, h = l+" "+q.Way(-1), h+" "+q.Way(1)
	} else if high <= 0 {
		l, h = h, l+" "+q.Way(-1)
	} else {
		h += " " + q.Way(1)
	}
	return q.Say("range.oneway", Values{"Low": l, "High": h})
}

// Level writes a value: "60.1 ms", "7 h 12 min", "23:10".
func (q Quantity) Level(x float64) string {
	switch {
	case q.Clock:
		return Clock(x)
	case q.Unit == "min" && x >= 119.5:
		m := int(math.Round(x))
		return fmt.Sprintf("%d h %02d min", m/60, m%60)
	}
	return Join(q.Significant(x), q.UnitOf(q.Unit, "level"))
}

// Levels writes two values of one metric, the unit once: "60 to 63 ms".
func (q Quantity) Levels(from, to float64) string {
	f, t := q.Level(from), q.Level(to)
	if long := q.Unit == "min" && max(from, to) >= 119.5; !q.Clock && !long {
		f = q.Significant(from)
	}
	return q.Say("range.levels", Values{"From": f, "To": t})
}

// Percent writes a relative change with its direction: "5 % higher".
func (q Quantity) Percent(x float64) string {
	if x == 0 {
		return q.Word("word.none")
	}
	return q.Decimal(x) + " % " + q.Way(x)
}

// Share writes a part of a whole: "90 %".
func (s *Speaker) Share(x float64) string { return s.Fixed(100*x, 0) + " %" }

// Decimal writes the size of a number: no decimals from 10 on, one below; a
// number that would round to zero keeps its first digit.
func (s *Speaker) Decimal(x float64) string {
	x = math.Abs(x)
	switch {
	case x >= 9.95:
		return s.Fixed(x, 0)
	case x >= 0.0995 || x < 5e-7:
		return s.Fixed(x, 1)
	}
	return s.Fixed(x, min(1-int(math.Floor(math.Log10(x)))-1, 6))
}

// Decimals writes the sizes of two ends of one range with the same number of
// decimals, and three significant digits at most; an end that would round to zero
// keeps its first digit, as a range that leaves out zero must not seem to reach it.
func (s *Speaker) Decimals(low, high float64) (string, string) {
	l, h := math.Abs(low), math.Abs(high)
	n := 0
	switch small, large := math.Min(l, h), math.Max(l, h); {
	case large >= 99.95:
	case large >= 9.95:
		if small < 9.95 {
			n = 1
		}
	case large >= 0.95:
		n = 1
		if small > 0 && small < 0.0995 {
			n = 2
		}
	default:
		n = 2
	}
	return s.end(l, n), s.end(h, n)
}

// end writes the size of one end of a range.
func (s *Speaker) end(x float64, decimals int) string {
	if x > 0 && x < math.Pow10(-decimals)/2 {
		return s.Decimal(x)
	}
	return s.Fixed(x, decimals)
}

// Significant writes a level with three significant digits at most.
func (s *Speaker) Significant(x float64) string {
	a := math.Abs(x)
	switch {
	case a >= 99.95:
		return s.Fixed(x, 0)
	case a >= 0.995 || a == 0:
		return s.Fixed(x, 1)
	}
	return s.Fixed(x, 2)
}

// Sign is the sign of a number in a table, with a true minus.
func Sign(x float64) string {
	switch {
	case x < 0:
		return "−"
	case x > 0:
		return "+"
	}
	return ""
}

// Signed writes a number with its sign.
func (s *Speaker) Signed(x float64) string { return Sign(x) + s.Decimal(x) }

// Cell returns the unit of a change in a table, in its short form.
func (q Quantity) Cell() string {
	if q.Unit == "/min" {
		return q.UnitOf(q.Unit, "level")
	}
	return q.UnitOf(q.Unit, "change")
}

// Clock writes minutes after local noon as a time of day.
func Clock(x float64) string {
	m := (int(math.Round(x))+12*60)%(24*60) + 24*60
	return fmt.Sprintf("%02d:%02d", m/60%24, m%60)
}

// Probability writes a p value; never "0".
func (s *Speaker) Probability(p float64) string {
	switch {
	case p < 0.001:
		return s.digits("< 0.001")
	case p < 0.01:
		return s.Fixed(p, 3)
	}
	return s.Fixed(p, 2)
}

// Join puts a unit behind a number.
func Join(number, unit string) string {
	if unit == "" {
		return number
	}
	return number + " " + unit
}

// Fixed writes a number with so many decimals, in the digits of the language;
// -1 means as many as it has.
func (s *Speaker) Fixed(x float64, decimals int) string {
	return s.digits(strconv.FormatFloat(x, 'f', decimals, 64))
}

// Count writes how many there are, with a sign between the thousands.
func (s *Speaker) Count(n int) string {
	out := strconv.Itoa(n)
	for at := len(out) - 3; at > 0; at -= 3 {
		out = out[:at] + s.Word("number.thousands") + out[at:]
	}
	return out
}

// digits puts the language's decimal sign into a number.
func (s *Speaker) digits(number string) string {
	return strings.Replace(number, ".", s.Word("number.decimal"), 1)
}

// Day writes a date as people do: "2 Jan 2024".
func (s *Speaker) Day(d record.Date) string { return s.Date("date.day", d) }

// Date writes a date, or a part of it, by a form of the catalogue.
func (s *Speaker) Date(id string, d record.Date) string {
	t := d.Time()
	return s.Say(id, Values{"Day": t.Day(), "Month": s.Word("month." + strconv.Itoa(int(t.Month()))), "Year": t.Year()})
}

// DayNumber writes the day of a shared report.
func (s *Speaker) DayNumber(d record.Date) string { return s.Say("date.number", int(d)) }

// statementEnd is a full stop before a capital that is not part of a date: "am 23.
// Juli" and "23. Apr. 2024" are one sentence.
var statementEnd = regexp.MustCompile(`[^\d](\.) \p{Lu}`)

// FirstSentence is a statement up to its first full stop.
func FirstSentence(text string) string {
	if at := statementEnd.FindStringSubmatchIndex(text); at != nil {
		return text[:at[3]]
	}
	return text
}

// TickLabel writes a change on an axis.
func (s *Speaker) TickLabel(x float64) string {
	x = math.Round(x*1e6) / 1e6
	if x == 0 {
		return "0"
	}
	return Sign(x) + s.Fixed(math.Abs(x), -1)
}

// dash is shown for what was not computed.
const Dash = "–"

// RatioOf writes a ratio of variances as one of spreads, a dash if unknown.
func (s *Speaker) RatioOf(variances *float64) string {
	if variances == nil {
		return Dash
	}
	return s.Decimal(math.Sqrt(*variances))
}

// SignedPlain writes a unitless number with two decimals and its sign.
func (s *Speaker) SignedPlain(x float64) string {
	return s.digits(strings.Replace(fmt.Sprintf("%+.2f", x), "-", "−", 1))
}
