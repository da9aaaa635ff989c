package zepp_test

import (
	"testing"

	"nof1/importers/importertest"
	"nof1/importers/zepp"
)

func TestFormats(t *testing.T) {
	importertest.Run(t,
		zepp.Sleep, zepp.Activity, zepp.MiFitness, zepp.HeartRate,
	)
}
