package importers_test

import (
	"nof1/importers"
	"nof1/importers/all"
)

func init() { importers.AllFormats = all.All }
