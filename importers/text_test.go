package importers

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestText(t *testing.T) {
	const plain = "Tag;Gefühl\nMo;„gut“ – 5 €\n"
	encode := func(e interface{ Bytes([]byte) ([]byte, error) }) string {
		b, err := e.Bytes([]byte(plain))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	utf16 := func(order unicode.Endianness, bom unicode.BOMPolicy) string {
		return encode(unicode.UTF16(order, bom).NewEncoder())
	}
	tests := []struct{ name, raw, want string }{
		{"UTF-8", plain, plain},
		{"UTF-8 with byte order mark", "\ufeff" + plain, plain},
		{"UTF-16 LE", utf16(unicode.LittleEndian, unicode.UseBOM), plain},
		{"UTF-16 BE", utf16(unicode.BigEndian, unicode.UseBOM), plain},
		{"UTF-16 LE by its zeros", utf16(unicode.LittleEndian, unicode.IgnoreBOM), plain},
		{"UTF-16 BE by its zeros", utf16(unicode.BigEndian, unicode.IgnoreBOM), plain},
		{"Windows-1252", encode(charmap.Windows1252.NewEncoder()), plain},
		{"UTF-8 and Windows-1252 in one file", "ü\n\xfc\n", "ü\nü\n"},
		{"CRLF", "a\r\nb\r\n", "a\nb\n"},
		{"bare CR", "a\rb\r\rc\r", "a\nb\n\nc\n"},
		{"doubled CR", "a\r\r\nb", "a\nb"},
		{"empty", "", ""},
		{"one byte", "\xfc", "ü"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for how, r := range map[string]io.Reader{"whole": strings.NewReader(tt.raw),
				"byte by byte": iotest.OneByteReader(strings.NewReader(tt.raw))} {
				got, err := io.ReadAll(NewText(r))
				if err != nil || string(got) != tt.want {
					t.Errorf("%s: %q, %v, want %q", how, got, err, tt.want)
				}
			}
		})
	}
}

// Characters and line ends that straddle the buffers stay whole.
func TestTextLong(t *testing.T) {
	for _, unit := range []string{"ü\r\n", "x\r\n", "\r", "€€\r\r\n"} {
		for shift := range 4 {
			raw := strings.Repeat("-", shift) + strings.Repeat(unit, 3*HeadSize)
			want := strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n").Replace(raw)
			got, err := io.ReadAll(NewText(strings.NewReader(raw)))
			if err != nil || string(got) != want {
				t.Errorf("%q shifted by %d: %d bytes, %v, want %d", unit, shift, len(got), err, len(want))
			}
		}
	}
}

// Reading a file of any size takes the same memory.
func TestTextStreams(t *testing.T) {
	line := []byte("2024-01-02 00:00:00,62\r\n")
	allocated := func(lines int) float64 {
		return testing.AllocsPerRun(1, func() {
			_, _ = io.Copy(io.Discard, NewText(io.MultiReader(bytes.NewReader(line), io.LimitReader(&repeating{b: line}, int64(lines*len(line))))))
		})
	}
	if small, large := allocated(10_000), allocated(100_000); large > 2*small {
		t.Errorf("%v allocations for ten times the lines of %v", large, small)
	}
}

type repeating struct {
	b  []byte
	at int
}

func (r *repeating) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.b[r.at]
		r.at = (r.at + 1) % len(r.b)
	}
	return len(p), nil
}

func TestHead(t *testing.T) {
	tests := []struct {
		name, raw string
		base      string
		json      bool
		header    int // cells
		text      bool
	}{
		{"in/a.csv", "x,y\n1,2\n", "a.csv", false, 2, true},
		{"a.zip!/d/sleep.json.GZ", " \n[{\"a,b\": 1}]", "sleep.json", true, 0, true},
		{"export.xml", "<?xml a,b?>", "export.xml", false, 0, true},
		{"x.png", "\x89PNG\r\n\x1a\n\x00\x00,", "x.png", false, 0, false},
		{"long.csv", "a,b\n" + strings.Repeat("ü", HeadSize), "long.csv", false, 2, true},
	}
	for _, tt := range tests {
		h := SourceFromBytes(tt.name, []byte(tt.raw)).Head
		if h.Base != tt.base || h.JSON != tt.json || len(h.Header) != tt.header || (h.Text != "") != tt.text {
			t.Errorf("%s: head %q json %v header %q", tt.name, h.Base, h.JSON, h.Header)
		}
		if len(h.Text) > HeadSize || strings.ContainsAny(h.Text, "Ã¼\uFFFD") {
			t.Errorf("%s: the text is not cut at a character", tt.name)
		}
	}
}
