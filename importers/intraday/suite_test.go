package intraday_test

import (
	"nof1/importers/all"
	"nof1/importers/intraday"
)

func init() { intraday.AllFormats = all.All }
