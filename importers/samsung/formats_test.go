package samsung

import "nof1/importers"

// AllFormats returns every format. The external half of the tests sets it, because
// package all imports this one.
var AllFormats func() []importers.Importer
