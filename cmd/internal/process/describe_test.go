package process

import (
	"testing"

	"nof1/importers/record"
)

func TestDescribeInput(t *testing.T) {
	for _, c := range []struct {
		in   record.Input
		want string
	}{
		{record.Input{Importer: "nof1.log", Counts: record.Counts{Read: 2, Used: 1}}, "read as nof1.log: 1 row used, 0 nights"},
		{record.Input{Reason: "no importer knows it"}, "no importer knows it"},
		{record.Input{Reason: "no importer knows it", Nearest: "zeo", Missing: []string{"ZQ", "Total Z"}},
			`no importer knows it; nearest is zeo, which also needs "ZQ", "Total Z"`},
		{record.Input{Importer: "whoop.foreign", Reason: "use the in-app export"}, "use the in-app export"},
	} {
		if got := DescribeInput(c.in); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
