package intraday

import (
	"bytes"
	"io"
)

// blocks reads the lines of a file in blocks.
type blocks struct {
	from    io.Reader
	buf     []byte
	at, end int
	lineEnd int // length of the last one: LF or CR LF
	done    bool
	err     error
}

// fill moves the rest to the front and reads on until the block is full or the file
// ends.
func (b *blocks) fill() {
	b.end = copy(b.buf, b.buf[b.at:b.end])
	b.at = 0
	for b.end < len(b.buf) && !b.done {
		n, err := b.from.Read(b.buf[b.end:])
		b.end += n
		if err != nil {
			b.done = true
			if err != io.EOF {
				b.err = err
			}
		}
	}
}

func (b *blocks) rest() []byte { return b.buf[b.at:b.end] }

// full reports whether a line fills the whole block.
func (b *blocks) full() bool { return b.at == 0 && b.end == len(b.buf) }

// next returns the next line without its line end, LF or CR LF, good until the next
// call. ended is false for the text after the last line end.
func (b *blocks) next() (line []byte, ended bool) {
	i := bytes.IndexByte(b.buf[b.at:b.end], '\n')
	if i < 0 {
		b.fill()
		i = bytes.IndexByte(b.buf[:b.end], '\n')
	}
	if i < 0 {
		line = b.buf[b.at:b.end]
		if !b.full() {
			b.at = b.end
		}
		return line, false
	}
	line = b.buf[b.at : b.at+i]
	b.at += i + 1
	b.lineEnd = 1
	if i > 0 && line[i-1] == '\r' {
		line, b.lineEnd = line[:i-1], 2
	}
	return line, true
}

// since returns the bytes of the block from the line returned last on. The capacity of
// the line gives its start.
func (b *blocks) since(line []byte) []byte {
	start := cap(b.buf) - cap(line)
	return b.buf[start:b.end]
}
