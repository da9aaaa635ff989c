package importers

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nof1/importers/record"

	"github.com/xuri/excelize/v2"
)

// A workbook stores a date as the number of days since its epoch, and only the
// cell's number format says that it is one. markFormats rewrites the formats so
// that the library prints such a number with one of these marks before it, and
// cell turns that into what the table would have as CSV, year first whatever
// the sheet shows.
const (
	markMoment  = "\uE000" // date and time; private use, in nobody's cell
	markDay     = "\uE001" // date alone
	markClock   = "\uE002" // time of day
	markElapsed = "\uE003" // hours and minutes that may pass 24
	markPercent = "\uE004"
)

// marks lists them.
var marks = []string{markMoment, markDay, markClock, markElapsed, markPercent}

// plainID is a format id that nothing defines: the number is printed in full.
const plainID = 1 << 30

// builtInMarks are the formats that files name without spelling them out
// (ECMA-376 part 1, 18.8.30), East Asian ones included.
var builtInMarks = map[int]string{
	9: markPercent, 10: markPercent,
	14: markDay, 15: markDay, 16: markDay, 17: markDay, 18: markClock, 19: markClock, 20: markClock, 21: markClock,
	22: markMoment,
	27: markDay, 28: markDay, 29: markDay, 30: markDay, 31: markDay, 32: markClock, 33: markClock, 34: markClock,
	35: markClock, 36: markDay,
	45: markClock, 46: markElapsed, 47: markClock,
	50: markDay, 51: markDay, 52: markDay, 53: markDay, 54: markDay, 55: markClock, 56: markClock, 57: markDay, 58: markDay,
}

// markFormats replaces every number format of a workbook, in memory.
func markFormats(f *excelize.File) error {
	styles := f.Styles
	if styles == nil || styles.CellXfs == nil {
		return nil
	}
	codes := map[int]string{}
	if styles.NumFmts != nil {
		for _, n := range styles.NumFmts.NumFmt {
			if n != nil {
				codes[n.NumFmtID] = n.FormatCode
			}
		}
	}
	given := len(styles.CellXfs.Xf)
	ids, err := defineMarks(f)
	if err != nil {
		return err
	}
	for i := range given {
		id := 0
		if n := styles.CellXfs.Xf[i].NumFmtID; n != nil {
			id = *n
		}
		mark := builtInMarks[id]
		if code, custom := codes[id]; custom {
			mark = formatMark(code)
		}
		marked := plainID
		if mark != "" {
			marked = ids[mark]
		}
		styles.CellXfs.Xf[i].NumFmtID = &marked
	}
	return nil
}

// defineMarks makes the formats that print the marks the only ones of a workbook
// and returns their ids.
func defineMarks(f *excelize.File) (map[string]int, error) {
	ids := map[string]int{}
	for _, mark := range marks {
		code := `"` + mark + `"0.0000000000`
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			return nil, err
		}
		ids[mark] = *f.Styles.CellXfs.Xf[style].NumFmtID
	}
	formats := f.Styles.NumFmts.NumFmt
	f.Styles.NumFmts.NumFmt = formats[len(formats)-len(marks):] // looked through for every cell
	return ids, nil
}

// quotedText is what a format code prints unchanged: text in quotes, escaped
// characters, colours, numerals of other scripts and conditions, padding.
var quotedText = regexp.MustCompile(`(?i)"[^"]*"|\\.|_.|\*.|\[\$[^\]]*\]|\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|dbnum\d|natnum\d+|[<>=][^\]]*)\]`)

// formatMark says what a custom format code makes of a number, "" for a plain
// number.
func formatMark(code string) string {
	code, _, _ = strings.Cut(strings.ToLower(quotedText.ReplaceAllString(code, "")), ";")
	elapsed := strings.Contains(code, "[h") || strings.Contains(code, "[m") || strings.Contains(code, "[s")
	date := strings.ContainsAny(code, "yd")
	clock := strings.ContainsAny(code, "hs")
	switch {
	case strings.HasPrefix(code, "general"), code == "@":
		return ""
	case elapsed:
		return markElapsed
	case date && clock:
		return markMoment
	case date, code == "mmm", code == "mmmm":
		return markDay
	case clock:
		return markClock
	case strings.Contains(code, "%"):
		return markPercent
	}
	return ""
}

// cell returns the text of a cell of column i.
func (s *sheetText) cell(i int, text string) string {
	amount, negative := strings.CutPrefix(text, "-")
	for _, mark := range marks {
		rest, marked := strings.CutPrefix(amount, mark)
		if !marked {
			continue
		}
		v, err := strconv.ParseFloat(rest, 64)
		if err != nil {
			return rest
		}
		if negative {
			v = -v
		}
		return s.marked(i, mark, v)
	}
	return text
}

// marked prints a number by its mark. A date without a time of day is printed
// alone even where the format has one, unless the column had times before:
// programs that write tables give every date a format with a time.
func (s *sheetText) marked(i int, mark string, v float64) string {
	if mark == markPercent {
		return FormatNumber(math.Round(v*1e8)/1e6) + "%"
	}
	if v < 0 || v >= 2958466 { // beyond the year 9999
		return FormatNumber(v)
	}
	seconds := int64(math.Round(v * record.SecondsPerDay))
	switch mark {
	case markElapsed:
		return clockText(seconds)
	case markClock:
		return clockText(seconds % record.SecondsPerDay)
	}
	epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if s.from1904 {
		epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	day, clock := epoch.AddDate(0, 0, int(seconds/record.SecondsPerDay)), seconds%record.SecondsPerDay // a Duration ends in 2191
	if mark == markDay || clock == 0 && !s.clock[i] {
		return day.Format(time.DateOnly)
	}
	s.clock[i] = true
	return day.Add(time.Duration(clock) * time.Second).Format(time.DateTime)
}

// clockText prints seconds as HH:MM, with the seconds where there are any.
func clockText(seconds int64) string {
	two := func(n int64) string {
		if n < 10 {
			return "0" + strconv.FormatInt(n, 10)
		}
		return strconv.FormatInt(n, 10)
	}
	text := two(seconds/3600) + ":" + two(seconds/60%60)
	if rest := seconds % 60; rest != 0 {
		text += ":" + two(rest)
	}
	return text
}
