package all

import (
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/own"
)

// testMappings are the user's own formats of the fixtures in testdata/mapped.
var testMappings = []own.Mapping{
	{
		Name: "headband", Match: []string{"Evening", "Z score", "Asleep"}, Kind: "nights",
		Date: own.MappedDate{Column: "Evening", Convention: "evening", Format: "DD.MM.YYYY"},
		Columns: []own.MappedColumn{
			{From: "Asleep", Metric: "tst", Unit: "h"}, {From: "To sleep", Metric: "sol", Unit: "s"},
			{From: "Up", Metric: "waketime"}, {From: "Down", Metric: "bedtime"},
		},
		Zero: "missing",
	},
	{
		Name: "pills", Match: []string{"datetime", "substance", "amount"}, Kind: "log",
		Columns: []own.MappedColumn{
			{From: "datetime", To: "time"}, {From: "substance", To: "supplement"},
			{From: "amount", To: "amount_with_unit"}, {From: "remark", To: "note"},
		},
	},
	{
		Name: "moods", Match: []string{"Tag", "Sorge", "Kaffee"}, Kind: "diary",
		Date: own.MappedDate{Column: "Tag", Format: "D.M.YYYY"},
		Columns: []own.MappedColumn{
			{From: "Sorge", Metric: "anxiety"}, {From: "Kaffee", Metric: "caffeine", Unit: "g"}, {From: "Text", To: "note"},
		},
	},
}

// mapped returns the importers of valid mappings.
func mapped(mappings []own.Mapping) []importers.Importer {
	imps, err := own.Mapped(mappings)
	if err != nil {
		panic(err)
	}
	return imps
}

// testOptions read the fixtures: times in UTC were in Berlin.
func testOptions(t *testing.T) importers.Options {
	return importers.Options{Formats: All(), Mapped: mapped(testMappings), Named: true, Zone: importertest.Berlin(t)}
}

// wings are the folders of the fixtures of every format.
const wings = "../*/testdata"

// Every fixture is claimed by one of all formats, and every format has a good and a
// damaged one.
func TestGolden(t *testing.T) {
	good, damaged := importertest.Golden(t, testOptions(t), wings)
	for _, imp := range All() {
		if !good[imp.Name()] && !importertest.NeverGood(imp) {
			t.Errorf("%s has no good fixture in testdata", imp.Name())
		}
		if !damaged[imp.Name()] {
			t.Errorf("%s has no damaged fixture in testdata", imp.Name())
		}
	}
}
