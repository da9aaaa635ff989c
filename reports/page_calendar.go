package reports

import (
	"strconv"

	"nof1/importers/record"
	"nof1/reports/chart"
	"nof1/reports/words"
)

// calendarView is the record month by month: what was recorded, what was taken.
type calendarView struct {
	Figure *figure
	Legend []string
	Rows   []monthRow
}

// monthRow counts one month of the calendar.
type monthRow struct{ Name, Full, Part, Nothing, Taken, Not, Unknown string }

// month is the nights of one row of the calendar.
type month struct {
	label string
	row   chart.CalendarRow
}

// calendar draws the nights of the first figure by month.
func (p *pager) calendar() *calendarView {
	metric := charted(p.report)
	if metric == "" {
		return nil
	}
	w := shown(p.report.Nights, metric)
	months := p.months(metric, w)
	in, marks := chart.CalendarIn{Width: 500, Columns: 31}, []int{1, 5, 10, 15, 20, 25, 30}
	if p.report.Shared {
		in.Columns, marks = sharedMonth, []int{1, 8, 15, 22, 28}
	}
	for _, m := range months {
		in.Rows = append(in.Rows, m.row)
	}
	for _, d := range marks {
		in.XTicks = append(in.XTicks, chart.Tick{At: float64(d - 1), Label: strconv.Itoa(d)})
	}
	narrow := in
	narrow.Width = 390
	v := &calendarView{Figure: &figure{Wide: p.Picture(chart.Calendar(in)), Narrow: p.Picture(chart.Calendar(narrow))}}
	count := p.countMonths(months, v)
	count["Switches"] = len(p.report.Intervention.Phases) > 1
	count["Shared"], count["Metric"] = p.report.Shared, p.Quantity(metric).FullName()
	count["First"], count["Last"] = p.Day(p.report.Nights.Night[w.from]), p.Day(p.report.Nights.Night[w.to])
	v.Figure.Alt, v.Figure.Caption = p.Say("page.calendar_alt", count), p.Say("page.calendar_caption", count)
	return v
}

// months cuts a window into rows.
func (p *pager) months(metric string, w window) []month {
	n := p.report.Nights
	var out []month
	for i := w.from; i <= w.to; i++ {
		label, column := p.monthOf(n.Night[i])
		if len(out) == 0 || out[len(out)-1].label != label {
			out = append(out, month{label, chart.CalendarRow{Label: label, Seen: make([]chart.Seen, 31), Dose: make([]chart.Dose, 31)}})
		}
		row := &out[len(out)-1].row
		row.Seen[column], row.Dose[column] = seen(n, metric, i), dose(n.Taken[i])
	}
	if p.report.Intervention.DaysTaken == 0 {
		for i := range out {
			out[i].row.Dose = nil
		}
	}
	return out
}

// sharedMonth is a row of a shared calendar, which knows no months.
const sharedMonth = 28

// monthOf returns the row and the column of a night.
func (p *pager) monthOf(d record.Date) (label string, column int) {
	if p.report.Shared {
		column = ((int(d)-1)%sharedMonth + sharedMonth) % sharedMonth
		return p.DayNumber(d - record.Date(column)), column
	}
	return p.Date("date.month", d), d.Time().Day() - 1
}

// seen returns what was recorded in a night: the value of a metric, something
// else, or nothing.
func seen(n Nights, metric string, i int) chart.Seen {
	if n.Values[metric][i] != nil {
		return chart.Full
	}
	for _, xs := range n.Values {
		if xs[i] != nil {
			return chart.Part
		}
	}
	return chart.Nothing
}

// countMonths fills the table under the calendar and its legend, and returns
// the totals.
func (p *pager) countMonths(months []month, v *calendarView) words.Values {
	total := map[string]int{}
	for _, m := range months {
		c := map[string]int{}
		for k, s := range m.row.Seen {
			if s == chart.NoNight {
				continue
			}
			c[map[chart.Seen]string{chart.Full: "full", chart.Part: "part", chart.Nothing: "nothing"}[s]]++
			if m.row.Dose != nil {
				c[map[chart.Dose]string{chart.Taken: "taken", chart.NotTaken: "not", chart.Unknown: "unknown"}[m.row.Dose[k]]]++
			}
		}
		cell := func(kind string) string { return strconv.Itoa(c[kind]) }
		v.Rows = append(v.Rows, monthRow{m.label, cell("full"), cell("part"), cell("nothing"), cell("taken"), cell("not"), cell("unknown")})
		for _, kind := range calendarKinds {
			total[kind] += c[kind]
		}
	}
	for _, kind := range calendarKinds {
		if total[kind] > 0 {
			v.Legend = append(v.Legend, kind)
		}
	}
	return words.Values{"Full": total["full"], "Part": total["part"], "Nothing": total["nothing"],
		"Taken": total["taken"], "Not": total["not"], "Unknown": total["unknown"], "Doses": p.report.Intervention.DaysTaken > 0}
}

// calendarKinds are the marks of a calendar in the order of its legend.
var calendarKinds = []string{"full", "part", "nothing", "taken", "not", "unknown"}
