package importers

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// SniffSize is how many bytes the character set is guessed from.
const SniffSize = 4 << 10

// NewText decodes r to UTF-8 without byte order mark and with line feeds as the
// only line ends. It streams: memory does not grow with the file.
func NewText(r io.Reader) io.Reader {
	raw := buffered(r)
	head, _ := raw.Peek(SniffSize) // a short or unreadable start shows again on reading
	var decode transform.Transformer = MendUTF8{}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = raw.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		decode = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
	default:
		if order, ok := SniffUTF16(head); ok {
			decode = unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder()
		}
	}
	return transform.NewReader(raw, transform.Chain(decode, &LineEnds{}))
}

// buffered reads by HeadSize, or by less where less is left.
func buffered(r io.Reader) *bufio.Reader {
	size := HeadSize
	if in, ok := r.(interface{ Len() int }); ok {
		size = min(size, in.Len())
	}
	return bufio.NewReaderSize(r, size)
}

// SniffUTF16 recognises UTF-16 without a byte order mark by its zero bytes: text
// of our formats is mostly ASCII, so one byte of nearly every pair is zero.
func SniffUTF16(head []byte) (unicode.Endianness, bool) {
	var zero [2]int
	for i, b := range head {
		if b == 0 {
			zero[i%2]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs < 2:
		return unicode.LittleEndian, false
	case zero[1]*10 >= pairs*6 && zero[0]*10 < pairs:
		return unicode.LittleEndian, true
	case zero[0]*10 >= pairs*6 && zero[1]*10 < pairs:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// MendUTF8 passes UTF-8 and reads every byte that is not part of it as
// Windows-1252. Deciding byte by byte needs no look at the whole file and keeps
// a file right that two programs have written to.
type MendUTF8 struct{ transform.NopResetter }

// Transform implements [transform.Transformer].
func (MendUTF8) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if src[nSrc] < utf8.RuneSelf {
			if nDst == len(dst) {
				return nDst, nSrc, transform.ErrShortDst
			}
			dst[nDst] = src[nSrc]
			nDst, nSrc = nDst+1, nSrc+1
			continue
		}
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// LineEnds turns CR LF, and the CR CR LF of a doubled conversion, and a bare CR
// into LF.
type LineEnds struct{ transform.NopResetter }

// Transform implements [transform.Transformer].
func (*LineEnds) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if nDst == len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		c, taken := src[nSrc], 1
		if c == '\r' {
			rest := src[nSrc+1:]
			if len(rest) < 2 && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			switch {
			case bytes.HasPrefix(rest, []byte("\n")):
				taken = 2
			case bytes.HasPrefix(rest, []byte("\r\n")):
				taken = 3
			}
			c = '\n'
		}
		dst[nDst] = c
		nDst, nSrc = nDst+1, nSrc+taken
	}
	return nDst, nSrc, nil
}
