package samsung_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/samsung"
)

func init() { samsung.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		samsung.Health,
	)
}
