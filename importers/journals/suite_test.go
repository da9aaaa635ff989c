package journals_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/journals"
)

func init() { journals.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		journals.Bearable, journals.CronometerServings, journals.CronometerDaily, journals.CronometerBiometrics, journals.Daylio,
		journals.LoopCheckmarks,
		journals.MedTimer, journals.Nomie, journals.StudyU,
	)
}
