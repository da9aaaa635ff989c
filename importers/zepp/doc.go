// Package zepp reads the archive that Zepp (before that Amazfit and Mi Fit) sends on
// request, a folder a kind of data, and the export of a Xiaomi account ([MiFitness]).
//
// [Sleep] and [Activity] are tables of a row a day; [HeartRate] is a row a minute and
// is read after the sleeps. Times of sleep are UTC, so name the zone:
//
//	berlin, err := time.LoadLocation("Europe/Berlin")
//	...
//	formats := []importers.Importer{zepp.Sleep, zepp.Activity, zepp.HeartRate}
//	res, err := importers.Read(ctx, os.DirFS(dir), importers.Options{Formats: formats, Zone: berlin})
//
// Without it durations are read and clock times are left out.
package zepp
