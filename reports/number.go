package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// quantity writes values of one metric as text, in its own unit and with the
// words its kind of change has.
type quantity struct {
	*speaker
	record.Metric
}

// quantity returns the writer of a metric's values; an unknown id is written
// as it is, without a unit.
func (s *speaker) quantity(metric string) quantity {
	m, ok := record.MetricByID(metric)
	if !ok {
		m = record.Metric{ID: metric, Name: metric, Unit: "n"}
	}
	return quantity{s, m}
}

// name is the metric inside a sentence, short at the head of a row.
func (q quantity) name() string  { return q.wordOr("metric."+q.ID+".name", q.Name) }
func (q quantity) short() string { return q.wordOr("metric."+q.ID+".short", sentenceCase(q.Name)) }

// kind is "clock" for times of day, "long" for durations, else "plain".
func (q quantity) kind() string {
	switch {
	case q.Clock:
		return "clock"
	case q.Unit == "min":
		return "long"
	}
	return "plain"
}

// way is the word for the sign of a change: higher, shorter, later.
func (q quantity) way(x float64) string {
	if x < 0 {
		return q.word("word." + q.kind() + ".down")
	}
	return q.word("word." + q.kind() + ".up")
}

// changeCodes are the verdicts of a change downwards and upwards, by kind.
var changeCodes = map[string][2]string{"plain": {"lower", "higher"}, "long": {"shorter", "longer"}, "clock": {"earlier", "later"}}

// code is the verdict of a change in the kind's own word: longer, earlier.
func (q quantity) code(x float64) string {
	if x < 0 {
		return changeCodes[q.kind()][0]
	}
	return changeCodes[q.kind()][1]
}

// unitOf returns the unit as text, "" where the unit has none.
func (s *speaker) unitOf(unit, use string) string { return s.wordOr("unit."+unit+"."+use, unit) }

// size writes how big a change is, without its direction: "2.9 ms".
func (q quantity) size(x float64) string { return join(q.decimal(x), q.unitOf(q.Unit, "change")) }

// change writes a change with its direction: "2.9 ms higher".
func (q quantity) change(x float64) string {
	if x == 0 {
		return q.word("word.none")
	}
	return q.size(x) + " " + q.way(x)
}

// span writes a range of changes: "between 1.2 ms lower and 7.0 ms higher",
// or "2.0 to 7.0 ms higher" where both ends lie on one side.
func (q quantity) span(low, high float64) string {
	l, h := q.decimals(low, high)
	unit := q.unitOf(q.Unit, "change")
	switch {
	case low < 0 && high > 0 || low == 0 && high == 0:
		return q.say("range.across", values{"Low": join(l, unit) + " " + q.way(-1), "High": join(h, unit) + " " + q.way(1)})
	case high <= 0:
		return q.say("range.oneway", values{"Low": h, "High": join(l, unit) + " " + q.way(-1)})
	}
	return q.say("range.oneway", values{"Low": l, "High": join(h, unit) + " " + q.way(1)})
}

// brief writes a range of changes where the unit stands beside it already:
// "1.2 lower to 7.0 higher".
func (q quantity) brief(low, high float64) string {
	l, h := q.decimals(low, high)
	if low < 0 && high > 0 {
		l, h = l+" "+q.way(-1), h+" "+q.way(1)
	} else if high <= 0 {
		l, h = h, l+" "+q.way(-1)
	} else {
		h += " " + q.way(1)
	}
	return q.say("range.oneway", values{"Low": l, "High": h})
}

// level writes a value: "60.1 ms", "7 h 12 min", "23:10".
func (q quantity) level(x float64) string {
	switch {
	case q.Clock:
		return clock(x)
	case q.Unit == "min" && x >= 119.5:
		m := int(math.Round(x))
		return fmt.Sprintf("%d h %02d min", m/60, m%60)
	}
	return join(q.significant(x), q.unitOf(q.Unit, "level"))
}

// levels writes two values of one metric, the unit once: "60 to 63 ms".
func (q quantity) levels(from, to float64) string {
	f, t := q.level(from), q.level(to)
	if long := q.Unit == "min" && max(from, to) >= 119.5; !q.Clock && !long {
		f = q.significant(from)
	}
	return q.say("range.levels", values{"From": f, "To": t})
}

// percent writes a relative change with its direction: "5 % higher".
func (q quantity) percent(x float64) string {
	if x == 0 {
		return q.word("word.none")
	}
	return q.decimal(x) + " % " + q.way(x)
}

// share writes a part of a whole: "90 %".
func (s *speaker) share(x float64) string { return s.fixed(100*x, 0) + " %" }

// decimal writes the size of a number: no decimals from 10 on, one below; a
// number that would round to zero keeps its first digit.
func (s *speaker) decimal(x float64) string {
	x = math.Abs(x)
	switch {
	case x >= 9.95:
		return s.fixed(x, 0)
	case x >= 0.0995 || x < 5e-7:
		return s.fixed(x, 1)
	}
	return s.fixed(x, min(1-int(math.Floor(math.Log10(x)))-1, 6))
}

// decimals writes the sizes of two ends of one range with the same number of
// decimals, and three significant digits at most; an end that would round to zero
// keeps its first digit, as a range that leaves out zero must not seem to reach it.
func (s *speaker) decimals(low, high float64) (string, string) {
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
func (s *speaker) end(x float64, decimals int) string {
	if x > 0 && x < math.Pow10(-decimals)/2 {
		return s.decimal(x)
	}
	return s.fixed(x, decimals)
}

// significant writes a level with three significant digits at most.
func (s *speaker) significant(x float64) string {
	a := math.Abs(x)
	switch {
	case a >= 99.95:
		return s.fixed(x, 0)
	case a >= 0.995 || a == 0:
		return s.fixed(x, 1)
	}
	return s.fixed(x, 2)
}

// sign is the sign of a number in a table, with a true minus.
func sign(x float64) string {
	switch {
	case x < 0:
		return "−"
	case x > 0:
		return "+"
	}
	return ""
}

// signed writes a number with its sign.
func (s *speaker) signed(x float64) string { return sign(x) + s.decimal(x) }

// cell is the unit of a change in a table, where room is short.
func (q quantity) cell() string {
	if q.Unit == "/min" {
		return q.unitOf(q.Unit, "level")
	}
	return q.unitOf(q.Unit, "change")
}

// clock writes minutes after local noon as a time of day.
func clock(x float64) string {
	m := (int(math.Round(x))+12*60)%(24*60) + 24*60
	return fmt.Sprintf("%02d:%02d", m/60%24, m%60)
}

// probability writes a p value; never "0".
func (s *speaker) probability(p float64) string {
	switch {
	case p < 0.001:
		return s.digits("< 0.001")
	case p < 0.01:
		return s.fixed(p, 3)
	}
	return s.fixed(p, 2)
}

// join puts a unit behind a number.
func join(number, unit string) string {
	if unit == "" {
		return number
	}
	return number + " " + unit
}

// fixed writes a number with so many decimals, in the digits of the language;
// -1 means as many as it has.
func (s *speaker) fixed(x float64, decimals int) string {
	return s.digits(strconv.FormatFloat(x, 'f', decimals, 64))
}

// count writes how many there are, with a sign between the thousands.
func (s *speaker) count(n int) string {
	out := strconv.Itoa(n)
	for at := len(out) - 3; at > 0; at -= 3 {
		out = out[:at] + s.word("number.thousands") + out[at:]
	}
	return out
}

// digits puts the language's decimal sign into a number.
func (s *speaker) digits(number string) string {
	return strings.Replace(number, ".", s.word("number.decimal"), 1)
}

// day writes a date as people do: "2 Jan 2024".
func (s *speaker) day(d record.Date) string { return s.date("date.day", d) }

// date writes a date, or a part of it, by a form of the catalogue.
func (s *speaker) date(id string, d record.Date) string {
	t := d.Time()
	return s.say(id, values{"Day": t.Day(), "Month": s.word("month." + strconv.Itoa(int(t.Month()))), "Year": t.Year()})
}

// dayNumber writes the day of a shared report.
func (s *speaker) dayNumber(d record.Date) string { return s.say("date.number", int(d)) }
