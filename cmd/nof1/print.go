package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// printer writes results to standard output and everything else to standard
// error. Nothing it writes can move the cursor of a terminal: file names and
// cells are other people's text.
type printer struct {
	stdout, stderr io.Writer
	quiet          bool // no warnings, hints and progress; errors stay
	noColor        bool
	err            error // first failure of standard output
}

// Write makes the printer the standard output of results.
func (p *printer) Write(b []byte) (int, error) {
	n, err := p.stdout.Write(b)
	if err != nil && p.err == nil {
		p.err = err
	}
	return n, err
}

// result writes one line of result.
func (p *printer) result(format string, args ...any) {
	fmt.Fprintln(p, printable(fmt.Sprintf(format, args...)))
}

// error says what could not be done.
func (p *printer) error(message string) { p.line("nof1: error: " + message) }

// hint says what to do next.
func (p *printer) hint(message string) { p.line("nof1: hint: " + message) }

// warning says what to know about a result.
func (p *printer) warning(message string) {
	if !p.quiet {
		p.line("nof1: warning: " + message)
	}
}

// problem writes a positioned line bare, so that an editor can jump to it.
func (p *printer) problem(line string) { p.line(line) }

func (p *printer) line(s string) { fmt.Fprintln(p.stderr, printable(s)) }

// color tells whether results may be coloured: a terminal, and nobody said no
// (https://no-color.org).
func (p *printer) color() bool {
	return isTerminal(p.stdout) && !p.noColor && os.Getenv("NO_COLOR") == ""
}

// width returns the columns of the terminal, 100 where there is none.
func (p *printer) width() int {
	if f, ok := p.stdout.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w >= 40 {
			return w
		}
	}
	return 100
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// printable replaces what is not text by its escape: a terminal obeys control
// characters, and bidirectional ones show text in another order.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, "\\U%08x", r)
		default:
			fmt.Fprintf(&b, "\\u%04x", r)
		}
	}
	return b.String()
}

// typed writes paths as they would be typed into a shell.
func typed(paths []string) string {
	var out []string
	for _, p := range paths {
		if strings.ContainsAny(p, " \t'\"$&;()<>|*?#\\`!") {
			p = "'" + strings.ReplaceAll(p, "'", `'\''`) + "'"
		}
		out = append(out, p)
	}
	return strings.Join(out, " ")
}

// count writes a number with its noun: "1 row", "3 rows".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shownNames is how many of many names a message gives.
const shownNames = 3

// firstNames names the first of many.
func firstNames(names []string) string {
	s := strings.Join(names[:min(len(names), shownNames)], ", ")
	if n := len(names) - shownNames; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}
