// Package samsung reads the export of Samsung Health ("Download personal data").
//
// [Health] is the only format. Keep the folder or the zip whole, because a night is
// put together from several of its files:
//
//	formats := []importers.Importer{samsung.Health}
//	res, err := importers.Read(ctx, os.DirFS("samsunghealth_me_20310310"), importers.Options{Formats: formats})
//
// A table without start_time and time_offset is refused. Rows without an offset from
// UTC need [importers.Options].Zone.
package samsung
