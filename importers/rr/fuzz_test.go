package rr

import (
	"testing"

	"nof1/importers/importertest"
)

// FuzzRR reads any bytes as intervals between beats.
func FuzzRR(f *testing.F) {
	importertest.Seed(f, "testdata", importertest.IsDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { importertest.CheckImporter(t, Text, "2031-03-01 07-00-00.txt", b) })
}
