package plan

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nof1/analysis/schedule"
	"nof1/importers/record"
	"nof1/reports/words"
)

// planDay is one day of a plan as the person sees it: the condition, or of a
// sealed plan the box.
type planDay struct {
	date record.Date
	n    int // from 1
	box  int // from 1, of a blinded plan
	on   bool
}

// daysOf lists the days of a plan.
func daysOf(p schedule.Plan) []planDay {
	on := p.Drawn().On
	var out []planDay
	for b, box := range p.Boxes() {
		for d := box[0]; d <= box[1]; d++ {
			x := planDay{date: p.Schedule.Start.Date + record.Date(d), n: d + 1}
			if p.Blinded {
				x.box = b + 1
			}
			x.on = d < len(on) && on[d]
			out = append(out, x)
		}
	}
	return out
}

// WriteScheduleCSV writes one row a day: date, condition, day and box. The
// condition is "with" or "without", of a sealed plan the box.
func WriteScheduleCSV(w io.Writer, p schedule.Plan) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"date", "condition", "day", "box"}); err != nil {
		return err
	}
	for _, d := range daysOf(p) {
		condition, box := "without", ""
		if d.on {
			condition = "with"
		}
		if d.box > 0 {
			box = strconv.Itoa(d.box)
		}
		if p.IsSealed() {
			condition = "box " + box
		}
		if err := out.Write([]string{d.date.String(), condition, strconv.Itoa(d.n), box}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteICS writes the plan as an iCalendar file (RFC 5545): an all-day event a
// day, which does not mark the person as busy, and one on the stopping date.
// The same plan gives the same bytes.
func WriteICS(out io.Writer, s Sheet) error {
	w := &planWriter{Speaker: words.Speak(s.Language), Sheet: s}
	p := s.Plan
	b := bufio.NewWriter(out)
	line := func(name, value string) { b.WriteString(folded(name + ":" + value)) }
	stamp := strings.ReplaceAll(p.Created.String(), "-", "") + "T000000Z"
	event := func(id string, from record.Date, summary, description string) {
		line("BEGIN", "VEVENT")
		line("UID", id+"-"+p.SHA256[:min(16, len(p.SHA256))]+"@nof1")
		line("DTSTAMP", stamp)
		line("DTSTART;VALUE=DATE", icsDate(from))
		line("DTEND;VALUE=DATE", icsDate(from+1))
		line("SUMMARY", icsText(summary))
		line("DESCRIPTION", icsText(description))
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//nof1//plan//EN")
	line("CALSCALE", "GREGORIAN")
	name := words.Values{"Name": w.Name()}
	days := daysOf(p)
	for _, d := range days {
		summary := w.Say("plan.word.without", name)
		switch {
		case p.Blinded:
			summary = w.Say("plan.word.box", words.Values{"Box": d.box})
		case d.on:
			summary = w.Say("plan.word.with", name)
		}
		event(fmt.Sprintf("day-%d", d.n), d.date, words.SentenceCase(summary),
			w.Say("plan.word.day", words.Values{"Day": d.n, "Days": len(days)}))
	}
	event("stop", p.Stopping(), words.SentenceCase(w.Say("plan.word.stop", name)), w.Word("plan.look"))
	line("END", "VCALENDAR")
	if w.Err != nil {
		return w.Err
	}
	return b.Flush()
}

func icsDate(d record.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// icsText escapes a text value (RFC 5545 section 3.3.11), which holds no control
// characters; nor any that turn a text round.
func icsText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\r' && unicode.In(r, unicode.Cc, unicode.Bidi_Control) {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// icsLine is how many bytes of a line stand before it is folded.
const icsLine = 75

// folded ends a content line and folds it, never within a letter (RFC 5545
// section 3.1).
func folded(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if size := utf8.RuneLen(r); n+size > icsLine {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += utf8.RuneLen(r)
	}
	return b.String() + "\r\n"
}
