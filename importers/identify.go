package importers

import (
	"fmt"
	"path"
	"strings"
)

// Claimants returns the importers that claim a head. The user's own mappings go
// first, then the vendors' formats, then our own: a vendor's table may have a
// date and steps, and so look like a diary, but not the other way round.
func Claimants(h Head, mapped, builtIn []Importer) []Importer {
	anyOf := func(Importer) bool { return true }
	vendor := func(imp Importer) bool { return !strings.HasPrefix(imp.Name(), "nof1.") }
	own := func(imp Importer) bool { return !vendor(imp) }
	groups := []struct {
		importers []Importer
		in        func(Importer) bool
	}{{mapped, anyOf}, {builtIn, vendor}, {builtIn, own}}
	for _, group := range groups {
		var claims []Importer
		for _, imp := range group.importers {
			if group.in(imp) && imp.Identify(h) {
				claims = append(claims, imp)
			}
		}
		if claims != nil {
			return claims
		}
	}
	return nil
}

// Nearest returns the importer of whose wanted columns or keys the head has
// most, and those it lacks. Less than half of them is near to nothing, and one
// key of a JSON file neither, as it may stand anywhere in it. Of two equally near
// the one that lacks fewer is named, then the first.
func Nearest(h Head, importers []Importer) (name string, missing []string) {
	best := 0
	for _, imp := range importers {
		var lacks []string
		wants := imp.Wants()
		for _, w := range wants {
			if !h.Mentions(w) {
				lacks = append(lacks, w)
			}
		}
		has := len(wants) - len(lacks)
		if 2*has < len(wants) || h.JSON && has < 2 {
			continue
		}
		if has > best || has == best && has > 0 && len(lacks) < len(missing) {
			best, name, missing = has, imp.Name(), lacks
		}
	}
	return name, missing
}

// Mentions tells whether a header cell or JSON key is there.
func (h Head) Mentions(want string) bool {
	if h.JSON {
		return strings.Contains(h.Text, `"`+want+`"`)
	}
	return h.Has(want)
}

// WhyUnclaimed says why nobody knows a file, with advice for kinds of files that
// come up again and again.
func WhyUnclaimed(h Head) string {
	switch strings.ToLower(path.Ext(h.Base)) {
	case ".xlsx", ".xlsm":
		if h.Magic != "" {
			return "not a workbook that can be read: save it as .xlsx again, without a password"
		}
	case ".xls", ".ods", ".numbers":
		return "a spreadsheet of a kind not read: save it as .xlsx or CSV"
	case ".tar", ".tgz", ".7z", ".rar":
		return "an archive of a kind not read: pack it as zip"
	case ".csv", ".tsv", ".txt", ".json", ".xml":
		if why := unlikeText(h); why != "" {
			return why
		}
	}
	if advice := databaseAdvice(h); advice != "" {
		return advice
	}
	if of := appleBeside(h); of != "" {
		return of
	}
	if MeasuredColumn(h) && ForeignTable(h) {
		return "a table of another kind: name its columns, units and dates under mappings: in the configuration"
	}
	return "no importer knows it"
}

// appleBeside says what a file is that stands beside Apple's export.xml.
func appleBeside(h Head) string {
	switch {
	case strings.Contains(h.Text, "<ClinicalDocument"):
		return "the clinical copy of an export, which is not read: export.xml of the same archive is"
	case strings.EqualFold(path.Ext(h.Base), ".gpx"):
		return "the route of a workout: nothing of it is used"
	case strings.Contains(h.Text, "\nSample Rate,") && strings.Contains(h.Text, "\nClassification,"):
		return "an electrocardiogram: nothing of it is used"
	}
	return ""
}

// unlikeText says why the beginning of a file that should be text is none.
func unlikeText(h Head) string {
	first, _, found := strings.Cut(h.Text, "\n")
	switch {
	case h.Magic != "":
		return "it holds bytes that are no text: export it again"
	case !found && len(first) > HeadSize/2 && !h.JSON && !strings.HasPrefix(first, "<"):
		return fmt.Sprintf("its first line is longer than %d kB: not a table", HeadSize>>11)
	}
	return ""
}

// databaseAdvice is what to do about a database, "" for any other file.
func databaseAdvice(h Head) string {
	switch {
	case !strings.HasPrefix(h.Magic, "SQLite format 3"):
		return ""
	case strings.HasPrefix(strings.ToLower(h.Base), "garmin"):
		return "GarminDB's database, which is not read: write its tables sleep, hrv and resting_hr to CSV, as in: sqlite3 -header -csv garmin.db 'select * from sleep' > sleep.csv"
	}
	return "a database: write its tables to CSV"
}
