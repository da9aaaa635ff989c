package importers

import (
	"path"
	"strings"
)

// claimants returns the importers that claim a head. The user's own mappings go
// first: where one claims the file, no built-in importer is asked.
func claimants(h Head, mapped, builtIn []Importer) []Importer {
	for _, group := range [][]Importer{mapped, builtIn} {
		var claims []Importer
		for _, imp := range group {
			if imp.Identify(h) {
				claims = append(claims, imp)
			}
		}
		if claims != nil {
			return claims
		}
	}
	return nil
}

// nearest returns the importer of whose wanted columns or keys the head has
// most, at least one, and those it lacks. Of two equally near the one that lacks
// fewer is named, then the first.
func nearest(h Head, importers []Importer) (name string, missing []string) {
	best := 0
	for _, imp := range importers {
		var lacks []string
		wants := imp.Wants()
		for _, w := range wants {
			if !h.mentions(w) {
				lacks = append(lacks, w)
			}
		}
		has := len(wants) - len(lacks)
		if has > best || has == best && has > 0 && len(lacks) < len(missing) {
			best, name, missing = has, imp.Name(), lacks
		}
	}
	return name, missing
}

// mentions tells whether a header cell or JSON key is there.
func (h Head) mentions(want string) bool {
	if h.JSON {
		return strings.Contains(h.Text, `"`+want+`"`)
	}
	return h.Has(want)
}

// whyUnclaimed says why nobody knows a file, with advice for kinds of files that
// come up again and again.
func whyUnclaimed(h Head) string {
	switch strings.ToLower(path.Ext(h.Base)) {
	case ".xlsx", ".xls", ".ods", ".numbers":
		return "a spreadsheet: save it as CSV"
	case ".tar", ".tgz", ".7z", ".rar":
		return "an archive of a kind not read: pack it as zip"
	}
	return "no importer knows it"
}
