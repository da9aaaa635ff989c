package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	const base = `{"schema":"nof1.report/1","tool":{"version":"1","seed":1},"settings":{"margin":""},` +
		`"inputs":[{"path":"a.csv","sha256":"aa"},{"path":"b.csv","sha256":"bb"}],` +
		`"outcomes":[{"metric":"tst","source":"x","estimate":1.50,"ci95":[1,2]},{"metric":"sol","source":"x","estimate":null,"ci95":null}],` +
		`"summary":{"headline":"no change"},` +
		`"nights":{"night":["2024-01-01","2024-01-02"],"values":{"tst":[400,410]},"flags":[[],["onset"]]}}`
	for _, c := range []struct {
		name, from, to string
		want           []Discrepancy
	}{
		{name: "same"},
		{"number", `1.50`, `1.5`, []Discrepancy{{NumberDiffers, "outcomes[tst x].estimate", "1.50", "1.5"}}},
		{"interval", `[1,2]`, `[1,3]`, []Discrepancy{{NumberDiffers, "outcomes[tst x].ci95[1]", "2", "3"}}},
		{"computed now", `"estimate":null`, `"estimate":2`, []Discrepancy{{NumberDiffers, "outcomes[sol x].estimate", "null", "2"}}},
		{"input", `"bb"`, `"cc"`, []Discrepancy{{InputDiffers, "inputs[b.csv].sha256", `"bb"`, `"cc"`}}},
		{"input gone", `,{"path":"b.csv","sha256":"bb"}`, ``,
			[]Discrepancy{{InputDiffers, "inputs[b.csv]", `{"path":"b.csv","sha256":"bb"}`, ""}}},
		{"order of inputs is no cause", `"b.csv"`, `"0.csv"`, []Discrepancy{
			{InputDiffers, "inputs[b.csv]", `{"path":"b.csv","sha256":"bb"}`, ""},
			{InputDiffers, "inputs[0.csv]", "", `{"path":"0.csv","sha256":"bb"}`},
		}},
		{"version before words", `"version":"1"`, `"version":"2"`, []Discrepancy{{VersionDiffers, "tool.version", `"1"`, `"2"`}}},
		{"seed", `"seed":1`, `"seed":2`, []Discrepancy{{ConfigurationDiffers, "tool.seed", "1", "2"}}},
		{"setting", `"margin":""`, `"margin":"5%"`, []Discrepancy{{ConfigurationDiffers, "settings.margin", `""`, `"5%"`}}},
		{"new setting", `{"margin":""}`, `{"margin":"","zone":"UTC"}`, []Discrepancy{{ConfigurationDiffers, "settings.zone", "", `"UTC"`}}},
		{"sentence", `no change`, `a change`, []Discrepancy{{TextDiffers, "summary.headline", `"no change"`, `"a change"`}}},
		{"night", `410`, `411`, []Discrepancy{{NumberDiffers, "nights.values.tst[2024-01-02]", "410", "411"}}},
		{"flag", `["onset"]`, `[]`, []Discrepancy{{TextDiffers, "nights.flags[2024-01-02][0]", `"onset"`, ""}}},
		{"layout", `{"schema"`, `{ "schema"`, []Discrepancy{{Kind: LayoutDiffers, Where: "report.json"}}},
	} {
		now := strings.Replace(base, c.from, c.to, 1)
		got, err := Compare([]byte(base), []byte(now))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

// A night more at the head leaves the others alone.
func TestCompareAlignsNights(t *testing.T) {
	was := `{"nights":{"night":["2024-01-02"],"values":{"tst":[410]}}}`
	now := `{"nights":{"night":["2024-01-01","2024-01-02"],"values":{"tst":[400,410]}}}`
	got, err := Compare([]byte(was), []byte(now))
	if err != nil {
		t.Fatal(err)
	}
	want := []Discrepancy{{NumberDiffers, "nights.values.tst[2024-01-01]", "", "400"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Causes are told before what follows from them.
func TestCompareOrdersKinds(t *testing.T) {
	got, err := Compare([]byte(`{"a":1,"settings":1,"inputs":[1],"tool":{"version":"1"}}`),
		[]byte(`{"a":2,"settings":2,"inputs":[2],"tool":{"version":"2"}}`))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []Kind
	for _, d := range got {
		kinds = append(kinds, d.Kind)
	}
	if diff := cmp.Diff([]Kind{VersionDiffers, InputDiffers, ConfigurationDiffers, NumberDiffers}, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestCompareRefuses(t *testing.T) {
	for _, doc := range []string{"", "{", `{"a":}`, `{"a":1} {}`, "[1"} {
		if got, err := Compare([]byte("{}"), []byte(doc)); err == nil {
			t.Errorf("%q: %v, want an error", doc, got)
		}
		if got, err := Compare([]byte(doc), []byte("{}")); err == nil {
			t.Errorf("%q: %v, want an error", doc, got)
		}
	}
}

// Every number of a real document is compared: a digit changed anywhere is
// found, and only there.
func TestCompareFindsEveryNumber(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, Samples(t)[0].Report(t)); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	tried := 0
	for i, line := range lines {
		at := strings.IndexAny(line, "123456789")
		if at < 0 || strings.Contains(line, `"night"`) || i%211 > 0 {
			continue
		}
		changed := append([]string(nil), lines...)
		digit := "1"
		if line[at] == '1' {
			digit = "2"
		}
		changed[i] = line[:at] + digit + line[at+1:]
		got, err := Compare(b.Bytes(), []byte(strings.Join(changed, "")))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 || got[0].Kind == LayoutDiffers {
			t.Fatalf("a change of %q is not found: %v", line, got)
		}
		tried++
	}
	if tried < 15 {
		t.Errorf("%d lines changed, want more", tried)
	}
}
