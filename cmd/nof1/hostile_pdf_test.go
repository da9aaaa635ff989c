package main

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// pdfDocument is what a PDF says beside its pages.
type pdfDocument struct {
	info    map[string]string // the Info dictionary: Title, Author, Producer, ...
	strings []string          // every string of every object: outline, tags, links
	streams []string          // unpacked, fonts and pictures too
}

// infoRef is where a trailer names the Info dictionary.
var infoRef = regexp.MustCompile(`/Info (\d+) (\d+) R`)

// readPDF reads the objects of a PDF as a browser writes it: none packed in object
// streams, not encrypted.
func readPDF(t *testing.T, pdf string) pdfDocument {
	t.Helper()
	d := pdfDocument{info: map[string]string{}}
	objects := ""
	for rest := pdf; ; {
		before, after, found := strings.Cut(rest, "stream\n")
		objects += before
		if !found {
			break
		}
		packed, after, _ := strings.Cut(after, "endstream")
		rest = after
		text := packed
		if r, err := zlib.NewReader(strings.NewReader(packed)); err == nil {
			unpacked, _ := io.ReadAll(r) // the end of line after it is no error of ours
			text = string(unpacked)
		}
		d.streams = append(d.streams, text)
	}
	if strings.Contains(objects, "/ObjStm") || strings.Contains(objects, "/Encrypt ") {
		t.Fatal("objects of this PDF cannot be read: the test shows little")
	}
	ref := infoRef.FindStringSubmatch(objects)
	if ref == nil {
		t.Fatal("the PDF has no Info dictionary")
	}
	_, info, found := strings.Cut("\n"+objects, "\n"+ref[1]+" "+ref[2]+" obj\n")
	if !found {
		t.Fatal("the Info dictionary is not there")
	}
	key := ""
	d.strings = pdfStrings(objects)
	for at := 0; at < len(info) && !strings.HasPrefix(info[at:], "endobj"); {
		switch c := info[at]; {
		case c == '/':
			end := at + 1
			for end < len(info) && !strings.ContainsRune(" /()<>[]\n\r", rune(info[end])) {
				end++
			}
			key, at = info[at+1:end], end
		case c == '(' || c == '<' && info[at+1] != '<':
			text, n := pdfString(info[at:])
			d.info[key], at = text, at+n
		case c == '<':
			at += 2
		default:
			at++
		}
	}
	return d
}

// pdfStrings are all strings of a text of objects, decoded.
func pdfStrings(objects string) (all []string) {
	for at := 0; at < len(objects); at++ {
		if c := objects[at]; c == '(' || c == '<' && at+1 < len(objects) && objects[at+1] != '<' && objects[at-1] != '<' {
			text, n := pdfString(objects[at:])
			all = append(all, text)
			at += n - 1
		}
	}
	return all
}

// pdfString reads the string that a text begins with, (literal) or <hexadecimal>,
// and returns it with the bytes it took.
func pdfString(s string) (string, int) {
	if s[0] == '<' {
		end := strings.IndexByte(s, '>')
		if end < 0 {
			return "", len(s)
		}
		raw, _ := hex.DecodeString(strings.Join(strings.Fields(s[1:end]), ""))
		return pdfText(raw), end + 1
	}
	var raw []byte
	depth, at := 0, 0
	for ; at < len(s); at++ {
		switch c := s[at]; c {
		case '\\':
			at++
			if n := octal(s[at:]); n > 0 {
				v, _ := strconv.ParseUint(s[at:at+n], 8, 16)
				raw, at = append(raw, byte(v)), at+n-1
			} else if i := strings.IndexByte("nrtbf", s[at]); i >= 0 {
				raw = append(raw, "\n\r\t\b\f"[i])
			} else {
				raw = append(raw, s[at])
			}
			continue
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				return pdfText(raw), at + 1
			}
		}
		raw = append(raw, s[at])
	}
	return pdfText(raw), at
}

// octal counts the octal digits at the head of a text, at most three.
func octal(s string) (n int) {
	for n < min(3, len(s)) && s[n] >= '0' && s[n] <= '7' {
		n++
	}
	return n
}

// pdfText decodes a string: UTF-16 or UTF-8 by its mark, else one byte a letter.
func pdfText(raw []byte) string {
	if rest, ok := bytes.CutPrefix(raw, []byte{0xfe, 0xff}); ok {
		var units []uint16
		for i := 0; i+1 < len(rest); i += 2 {
			units = append(units, uint16(rest[i])<<8|uint16(rest[i+1]))
		}
		return string(utf16.Decode(units))
	}
	if rest, ok := bytes.CutPrefix(raw, []byte{0xef, 0xbb, 0xbf}); ok {
		return string(rest)
	}
	letters := make([]rune, len(raw))
	for i, b := range raw {
		letters[i] = rune(b)
	}
	return string(letters)
}

// everything is all that a PDF says, its pages as another program reads them too.
func (d pdfDocument) everything(t *testing.T, pdf string) string {
	t.Helper()
	all := append(append([]string{}, d.strings...), d.streams...)
	if tool, err := exec.LookPath("pdftotext"); err == nil {
		cmd := exec.Command(tool, "-", "-")
		cmd.Stdin = strings.NewReader(pdf)
		page, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(page))
	}
	return strings.Join(all, "\n")
}

// checkHostilePDF: the hostile name is a title and nothing else, nothing runs, and
// nothing says when or on which computer it was printed.
func checkHostilePDF(t *testing.T, name, pdf string) {
	t.Helper()
	d := readPDF(t, pdf)
	for key, value := range d.info {
		switch {
		case key == "Title" && strings.Contains(value, "HYPERLINK") != strings.HasPrefix(name, "shared"):
		case key == "Producer" && strings.HasPrefix(value, "Skia/PDF"):
		default:
			t.Errorf("%s: its %s is %q", name, key, value)
		}
	}
	if d.info["Title"] == "" {
		t.Errorf("%s has no title: %q", name, d.info)
	}
	for _, bad := range []string{"/JavaScript", "/JS ", "/OpenAction", "/Launch", "/EmbeddedFile", "/AcroForm", "/URI (javascript",
		"/Metadata", "<?xpacket"} {
		if strings.Contains(pdf, bad) {
			t.Errorf("%s holds %s", name, bad)
		}
	}
}

// TestReadPDF holds the reader to one document of each way to write a string.
func TestReadPDF(t *testing.T) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	io.WriteString(z, "BT (in the page) Tj ET")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	d := readPDF(t, "%PDF-1.4\n1 0 obj\n<</Title <FEFF00DC0028>\n/Author (a \\(b\\) \\\\ (c) \\374)\n/Producer "+
		"(\xfe\xff\x20\x2e\\000x)>>\nendobj\n"+
		"2 0 obj\n<</Filter /FlateDecode>> stream\n"+packed.String()+"\nendstream\nendobj\n3 0 obj\n<</T "+
		"<EFBBBFC3A9>>>\nendobj\ntrailer\n<</Root 3 0 R\n/Info 1 0 R>>\n")
	want := map[string]string{"Title": "Ü(", "Author": `a (b) \ (c) ü`, "Producer": "\u202ex"}
	for key, value := range want {
		if d.info[key] != value {
			t.Errorf("%s is %q, want %q", key, d.info[key], value)
		}
	}
	if len(d.info) != 3 || len(d.strings) != 4 || d.strings[3] != "é" {
		t.Errorf("info %q, strings %q", d.info, d.strings)
	}
	if len(d.streams) != 1 || d.streams[0] != "BT (in the page) Tj ET" {
		t.Errorf("streams %q", d.streams)
	}
}
