package whoop_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/whoop"
)

func init() { whoop.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		whoop.Cycles, whoop.Sleeps, whoop.Workouts, whoop.Journal, whoop.Foreign,
	)
}
