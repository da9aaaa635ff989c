package main

import "testing"

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain é\t µ":     "plain é\t µ",
		"\x1b[31mred":     `\u001b[31mred`,
		"two\nlines":      `two\u000alines`,
		"\u202egnp.exe":   `\u202egnp.exe`,
		"a\u00a0space":    `a\u00a0space`,
		"zero\u200bwidth": `zero\u200bwidth`,
		"tag\U000e0001":   `tag\U000e0001`,
	} {
		if got := printable(in); got != want {
			t.Errorf("printable(%q) = %q: want %q", in, got, want)
		}
	}
}
