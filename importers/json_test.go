package importers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"nof1/importers/internal/fixture"
)

// Elements are found on their line and column however the file is laid out, also
// far beyond what is read ahead.
func TestJSONItemsPositions(t *testing.T) {
	for name, glue := range map[string]string{"one line": ",", "a line each": ",\n", "spread": "\n\n , \n  ", "carriage returns": ",\r\n"} {
		t.Run(name, func(t *testing.T) {
			var parts []string
			for i := range 4000 {
				parts = append(parts, fmt.Sprintf("{%s\"id\": %d, \"text\": \"é%s\"}", strings.Repeat("\n", i%3), i, strings.Repeat("x", i%97)))
			}
			text := "[\n" + strings.Join(parts, glue) + "]"
			items, err := NewJSONItems(SourceFromBytes("f.json", []byte(text)), "")
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
			n := 0
			for ; items.Next(); n++ {
				at, key := items.Pos(), items.PosOf("id")
				if !strings.HasPrefix(lines[at.Line-1][at.Column-1:], "{") || !strings.HasPrefix(lines[key.Line-1][key.Column-1:],
					fmt.Sprintf(`"id": %d,`, n)) {
					t.Fatalf("element %d at %v, its id at %v", n, at, key)
				}
			}
			if n != len(parts) || items.Err != nil {
				t.Errorf("%d elements, error %v, want %d", n, items.Err, len(parts))
			}
		})
	}
}

func TestJSONItemsShapes(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		err  string // part of it, "" for none
	}{
		{`[]`, 0, ""},
		{`[1, "a", null]`, 3, ""},
		{`{"list": [1, 2]}`, 2, ""},
		{`{"other": {"list": [1]}, "list": [2]}`, 1, ""},
		{`{"other": [1]}`, 0, `no list "list"`},
		{`{"list": {}}`, 0, "not a list"},
		{`3`, 0, "not a list"},
		{``, 0, "unexpected EOF"},
		{`[1, 2`, 2, "unexpected EOF"},
		{`[1, x]`, 1, "invalid character"},
		{`[1 2]`, 1, "expected comma"},
	} {
		items, err := NewJSONItems(SourceFromBytes("f.json", []byte(tt.text)), "list")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for items.Next() {
			n++
		}
		if n != tt.n || (items.Err == nil) != (tt.err == "") || items.Err != nil && !strings.Contains(items.Err.Error(), tt.err) {
			t.Errorf("%s: %d elements, error %v, want %d and %q", tt.text, n, items.Err, tt.n, tt.err)
		}
	}
}

// However much of a file is passed over, what is wanted is found behind it.
func TestJSONPassedOver(t *testing.T) {
	many := strings.Repeat(`{"text":"`+strings.Repeat("x", 4<<10)+`"},`+"\n", MostElement>>12)
	many = "[" + many + many + "1]"
	items, err := NewJSONItems(SourceFromBytes("f.json", []byte(`{"other":`+many+`,"list":[2]}`)), "list")
	if err != nil {
		t.Fatal(err)
	}
	if !items.Next() || string(items.Raw) != "2" || items.Pos().Line != 2*(MostElement>>12)+1 {
		t.Errorf("%s at %v, error %v, want 2", items.Raw, items.Pos(), items.Err)
	}
	sleep := `{"day":"2031-03-10","type":"long_sleep","bedtime_start":"2031-03-09T23:10:00+01:00","average_hrv":41}`
	for name, text := range map[string]string{
		"lists before":   `{"heartrate":{"data":` + many + `},"sleep":{"data":[` + sleep + `]}}`,
		"objects before": `{"sleep":{"links":` + many + `,"data":[` + sleep + `]}}`,
	} {
		c, _ := readKit(t, formatNamed(t, "oura.api"), "oura.json", text)
		if got := fixture.Value(t, c.Records, "2031-03-10", "hrv_rmssd"); got != 41 {
			t.Errorf("%s: %v, want 41", name, got)
		}
	}
}

func TestJSONObjectText(t *testing.T) {
	items, err := NewJSONItems(SourceFromBytes("f.json", []byte(`[{"a": " x ", "b": 1.50, "c": null, "d": {"e": true}}]`)), "")
	if err != nil || !items.Next() {
		t.Fatal(err)
	}
	o, err := items.Object()
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"a": "x", "b": "1.50", "c": "", "none": ""} {
		if got := o.Text(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if got := o.Object("d").Text("e"); got != "true" {
		t.Errorf("d.e: %q, want true", got)
	}
	if got := o.Object("a").Object("z").Text("e"); got != "" {
		t.Errorf("a.z.e: %q, want nothing", got)
	}
}

// A text is what encoding/json makes of it, however it is written.
func TestJSONObjectTextAsDecoded(t *testing.T) {
	for raw, want := range map[string]string{
		`"plain"`: "plain", `" blanks "`: "blanks", `"a\"b"`: `a"b`, `"\u00fc\n"`: "ü", `"ü"`: "ü", `""`: "", `null`: "", ` 12.5 `: "12.5",
		`true`: "true", `{"a":1}`: `{"a":1}`, `["x"]`: `["x"]`, `"\\"`: `\`, "\"\xff\"": "�",
	} {
		if got := (JSONObject{"key": json.RawMessage(raw)}).Text("key"); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
	if got := (JSONObject{}).Text("key"); got != "" {
		t.Errorf("a key that is not there: %q", got)
	}
}
