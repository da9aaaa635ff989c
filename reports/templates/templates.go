// Package templates holds the language catalogues, page templates, style sheets and
// scripts of every page, as files of the program.
package templates

import "embed"

// Files are the catalogues (*.yaml), templates (*.html), style sheets (*.css) and
// scripts (*.js).
//
//go:embed *.yaml *.html *.css *.js
var Files embed.FS
