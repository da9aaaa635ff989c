package importers

import (
	"context"
	"errors"
	"testing"
)

func TestReadText(t *testing.T) {
	res, err := ReadText(context.Background(), AllFormats(), "log.csv",
		[]byte("time,supplement,amount,unit,taken\n2024-05-01,magnesium,200,mg,yes\n2024-05-02,magnesium,2oo,mg,yes\n"))
	if err != nil || len(res.Doses) != 2 || res.Inputs[0].Importer != "nof1.log" {
		t.Fatalf("%+v, %v", res, err)
	}
	if p := res.Inputs[0].Problems; len(p) != 1 || p[0].Pos.Line != 3 || p[0].Pos.Column != 22 {
		t.Errorf("problems %v, want one of line 3, column 22", p)
	}
	if _, err := ReadText(context.Background(), AllFormats(), "a.csv", []byte("a,b\n1,2\n")); !errors.Is(err, ErrNothingUsable) {
		t.Errorf("a table of nothing: %v", err)
	}
}
