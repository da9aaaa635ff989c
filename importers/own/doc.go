// Package own reads the product's own formats and the tables of people who name
// their columns themselves.
//
// [Nights] is a table of nights, [SupplementLog] a log of doses, and [Diary] a diary
// of ratings and events. A table in any other shape is read with a [Mapping], which
// says what its columns mean:
//
//	mapped, err := own.Mapped([]own.Mapping{{
//		Match:   []string{"Morning", "RMSSD"},
//		Kind:    "nights",
//		Date:    own.MappedDate{Column: "Morning", Format: "DD.MM.YYYY"},
//		Columns: []own.MappedColumn{{From: "RMSSD", Metric: "hrv_rmssd"}},
//	}})
//	...
//	res, err := importers.Read(ctx, os.DirFS(dir), importers.Options{Formats: all.All(), Mapped: mapped})
//
// [Suggest] drafts a mapping for a table of no known format. A column that no metric
// or mapping names is never read: it is listed as a problem.
package own
