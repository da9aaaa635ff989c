package apple

import (
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nof1/importers"
	"nof1/importers/internal/fixture"

	"github.com/google/go-cmp/cmp"
)

// scannedXML is a record as both readers must see it.
type scannedXML struct {
	Kind                                                              kind
	Source, Device, Start, End, Unit, Value, Version, Zone, Algorithm string
	ByHand                                                            bool
	Line                                                              int
}

func scanWith(read reader, text []byte) (out []scannedXML, records int, err error) {
	head := importers.NewHead("e.xml", text[:min(len(text), importers.HeadSize)])
	records, err = read(strings.NewReader(string(text)), head, func(r *element) {
		s := scannedXML{r.kind, string(r.source), string(r.device), string(r.start), string(r.end), string(r.unit), string(r.value),
			string(r.version), string(r.zone), string(r.algorithm), r.byHand, r.line}
		if r.escaped {
			for _, text := range []*string{&s.Source, &s.Device, &s.Start, &s.End, &s.Unit, &s.Value, &s.Version} {
				*text = unescapeXML(*text)
			}
		}
		out = append(out, s)
	}, func(int) {})
	return out, records, err
}

// compareReaders checks that the scanner sees what encoding/xml sees in a file that
// both read.
func compareReaders(t *testing.T, text []byte) {
	t.Helper()
	if !utf8.Valid(text) || strings.ContainsAny(string(text), "\r\x00") {
		return
	}
	want, wantRecords, err := scanWith(decode, text)
	if err != nil {
		return
	}
	got, records, err := scanWith(scan, text)
	if err != nil {
		return // left to encoding/xml, or cut
	}
	if diff := cmp.Diff(want, got); diff != "" || records != wantRecords {
		t.Errorf("%d records, encoding/xml finds %d, -encoding/xml +scanner:\n%s\n%q", records, wantRecords, diff, text)
	}
}

func TestScannerEqualsDecoder(t *testing.T) {
	var b strings.Builder
	if _, err := fixture.GenerateApple(&b, 3_000_000); err != nil {
		t.Fatal(err)
	}
	compareReaders(t, []byte(b.String()))
	if got, _, err := scanWith(scan, []byte(b.String())); err != nil || len(got) < 1000 {
		t.Errorf("%d records, error %v", len(got), err)
	}
	for _, text := range []string{
		xmlOf(`<Record/>`, `<Record type="HKQuantityTypeIdentifierStepCount" value = '7'  startDate	="x"/>`,
			`<Records type="HKQuantityTypeIdentifierStepCount"/>`),
		xmlOf(`<Record value="a>b" sourceName="&amp;lt; &#x41;" type="&#72;KQuantityTypeIdentifierStepCount"></Record>`),
		xmlOf("<Record\n\ttype=\"HKQuantityTypeIdentifierStepCount\"\n value=\"1\"\n/>",
			`<Workout><MetadataEntry key="HKTimeZone" value="x"/></Workout>`),
		xmlOf(usualXML("", ""), usualXML(` device="`, ` unit="`), usualXML(` sourceVersion="`, ` creationDate="`),
			usualXML(` endDate="`, ` value="`)),
		xmlOf(strings.Replace(usualXML("", ""), "/>", ` value="8" unit="g"/>`, 1),
			strings.Replace(usualXML("", ""), ` startDate`, ` endDate="a" startDate`, 1)),
		xmlOf(strings.Replace(usualXML("", ""), `"9.1"`, `'9"1'`, 1), strings.Replace(usualXML("", ""), `value="7"`, `value="&gt;>"`, 1)),
		xmlOf(strings.Replace(usualXML("", ""), "/>", ">\n <MetadataEntry key=\"HKTimeZone\" value=\"Europe/Paris\"/></Record >", 1),
			strings.Replace(usualXML("", ""), ` unit`, "\n unit", 1)),
		xmlOf(`<Record type="HKQuantityTypeIdentifierStepCount" ` + strings.Repeat("x", 3*scanWindow) + `="7"/>`),
		xmlOf(`<Record value="` + strings.Repeat("x", 3*scanWindow) + `" type="HKQuantityTypeIdentifierStepCount"/>`),
	} {
		compareReaders(t, []byte(text))
		if got, records, err := scanWith(scan, []byte(text)); err != nil || records == 0 || len(got) == 0 &&
			!strings.HasPrefix(text, fixture.AppleProlog+"<Record/>") {
			t.Errorf("%d records, %d used, error %v: %.300q", records, len(got), err, text[len(fixture.AppleProlog):])
		}
	}
}

// usualXML is a record in Apple's order without one or two of its attributes.
func usualXML(without ...string) string {
	text := `<Record`
	for _, a := range []string{` type="HKQuantityTypeIdentifierStepCount`, ` sourceName="Mia&apos;s Watch`, ` sourceVersion="9.1`,
		` device="&lt;d&gt;`, ` unit="count`,
		` creationDate="2031-01-06 06:00:00 +0100`, ` startDate="2031-01-06 05:00:00 +0100`, ` endDate="2031-01-06 05:10:00 +0100`,
		` value="7`} {
		if name, _, _ := strings.Cut(a, `"`); !slices.Contains(without, name+`"`) {
			text += a + `"`
		}
	}
	return text + "/>"
}

// A tag that cannot be made out takes nothing of the next one with it.
func TestScannerBareAttribute(t *testing.T) {
	text := xmlOf(`<Record type="HKQuantityTypeIdentifierStepCount" locked>`,
		`<Record type="HKQuantityTypeIdentifierActiveEnergyBurned" value="9"/>`)
	broken, got := 0, []string{}
	records, err := scan(strings.NewReader(text), importers.NewHead("e.xml", []byte(text)), func(r *element) {
		got = append(got, catalogue[r.kind].ID+" "+string(r.value))
	}, func(int) { broken++ })
	if err != nil || records != 2 || broken != 1 || len(got) != 1 || got[0] != "active_energy 9" {
		t.Errorf("%v of %d records, %d broken, error %v", got, records, broken, err)
	}
}

// The same through a window that ends anywhere.
func TestScannerWindow(t *testing.T) {
	var b strings.Builder
	if _, err := fixture.GenerateApple(&b, 60_000); err != nil {
		t.Fatal(err)
	}
	want, _, _ := scanWith(scan, []byte(b.String()))
	for _, size := range []int{1, 7, 100, 1023} {
		got, _, err := scanWith(func(text io.Reader, head importers.Head, take func(*element), broken func(int)) (int, error) {
			return scan(&chunks{text, size}, head, take, broken)
		}, []byte(b.String()))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("chunks of %d: %v\n%s", size, err, diff)
		}
	}
}

// chunks reads a little at a time.
type chunks struct {
	io.Reader
	size int
}

func (c *chunks) Read(p []byte) (int, error) { return c.Reader.Read(p[:min(len(p), c.size)]) }
