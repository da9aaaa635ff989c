package analysis

import (
	"strconv"
	"strings"
)

func itoa(n int) string   { return strconv.Itoa(n) }
func yes(n int) string    { return strings.Repeat("y", n) }
func spaces(n int) string { return strings.Repeat(".", n) }
