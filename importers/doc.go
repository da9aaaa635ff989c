// Package importers reads what wearables export and what people log.
//
// [Scan] lists the files of a folder, of zip archives and of gz files in place;
// [Read] finds the one format that claims each file by its content, and returns
// nightly records, sleep sessions, doses and diary entries with the position
// each came from. A row that cannot be used becomes a [Problem]; the rest of
// the file is used. Rows read = used + skipped, always.
//
// The package is opinionated: a night is named by the local date of waking,
// units are the catalogue's ([Metrics]), a zero that means "not measured" is
// dropped and counted, and values of different formula, vendor or device keep
// their own source so that nobody joins them by accident.
//
// To add a format: one file with its importers, one line in [All], and a folder
// in testdata with a good and a damaged file.
package importers
