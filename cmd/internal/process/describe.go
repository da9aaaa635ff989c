package process

import (
	"fmt"
	"strings"

	"nof1/importers/record"
)

// DescribeInput returns one line of text: how a file was read, or why it was not.
func DescribeInput(in record.Input) string {
	if in.Importer != "" && in.Reason == "" {
		return fmt.Sprintf("read as %s: %s used, %s", in.Importer, number(in.Counts.Used, "row"), number(in.Nights, "night"))
	}
	s := in.Reason
	if in.Nearest != "" {
		s += "; nearest is " + in.Nearest
		if len(in.Missing) > 0 {
			s += `, which also needs "` + strings.Join(in.Missing, `", "`) + `"`
		}
	}
	return s
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
