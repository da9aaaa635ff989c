// Package apple reads what Apple Health holds: its own export.xml ([Export]), tables
// that converters make of that ([Simple], [HealthData], [Typed], [Frame]), and the
// files of the apps QS Access ([QSAccess]) and Health Auto Export ([HAETable],
// [HAEJSON], [HAEMedications]).
//
// To read one file of them:
//
//	src := importers.SourceFromBytes("export.xml", text)
//	src.Zone = berlin // nil if the file names the zones itself
//	var c importers.Collector
//	counts, err := apple.Export.Read(src, &c)
//
// Apple Health holds samples, not nights. All formats with samples fill a run, which
// makes the nights when the last file is read, because sleep and HRV may be in
// different files and the zones may come last. For each night it chooses the main
// sleep of the best source, takes the median of the samples within it, and puts the
// counts of a day on the night after it.
//
// The package refuses records that end before they start, values outside the limits
// of their metric, sleep stages it does not know, and XML that is cut off or not
// sound, with what comes before used. HRV is SDNN, never RMSSD; HRV of whole days has
// a source of its own. Naps and second sources are read but not emitted.
//
// An export has up to 4 GB. A scanner finds the records without reading the rest as
// XML, and the attributes in the order in which Apple writes them: encoding/xml takes
// 50 times as long (benchmark P4 of cmd/nof1/BENCHMARKS.md). It leaves what it does
// not know to encoding/xml. A fuzz test compares the two.
package apple
