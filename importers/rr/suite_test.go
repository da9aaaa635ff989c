package rr_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/rr"
)

func init() { rr.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		rr.Text, rr.HRVLogger,
	)
}
