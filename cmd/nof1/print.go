package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// printer writes results to standard output and everything else to standard error. It
// escapes control characters, because file names and cells are other people's text.
type printer struct {
	stdout, stderr io.Writer
	quiet          bool // no warnings and no progress
	noColor        bool
	err            error // first error of standard output
}

// Write writes to standard output.
func (p *printer) Write(b []byte) (int, error) {
	n, err := p.stdout.Write(b)
	if err != nil && p.err == nil {
		p.err = err
	}
	return n, err
}

// result writes one line to standard output.
func (p *printer) result(format string, args ...any) {
	fmt.Fprintln(p, printable(fmt.Sprintf(format, args...)))
}

// error writes an error.
func (p *printer) error(message string) { p.line("nof1: error: " + message) }

// hint writes what to do next.
func (p *printer) hint(message string) { p.line("nof1: hint: " + message) }

// warning writes a warning about a result.
func (p *printer) warning(message string) {
	if !p.quiet {
		p.line("nof1: warning: " + message)
	}
}

// problem writes a line that begins with a position, without a prefix, so that an editor
// can jump to it.
func (p *printer) problem(line string) { p.line(line) }

func (p *printer) line(s string) { fmt.Fprintln(p.stderr, printable(s)) }

// color reports whether results are coloured: on a terminal, unless --no-color or
// NO_COLOR (https://no-color.org) is set.
func (p *printer) color() bool {
	return isTerminal(p.stdout) && !p.noColor && os.Getenv("NO_COLOR") == ""
}

// width returns the number of columns of the terminal, or 100 without a terminal.
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

// printable escapes everything that is not printable text. Control characters steer a
// terminal, and bidirectional ones change the order of text.
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

// typed returns paths quoted for a shell.
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

// count returns a number with its noun: "1 row", "3 rows".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shownNames is how many names a message lists.
const shownNames = 3

// firstNames returns the first names and the number of the others.
func firstNames(names []string) string {
	s := strings.Join(names[:min(len(names), shownNames)], ", ")
	if n := len(names) - shownNames; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}
