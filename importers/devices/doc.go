// Package devices reads the exports of wearables and beds that need no package of
// their own: Eight Sleep, Emfit, Polar, RingConn, Ultrahuman, Withings and Zeo.
//
// Most of them are one table with a row a sleep. Each file of the package is one
// maker and says at its top what the columns mean. To read a folder with some of
// them:
//
//	formats := []importers.Importer{devices.RingconnSleep, devices.RingconnVitals}
//	res, err := importers.Read(ctx, os.DirFS(dir), importers.Options{Formats: formats})
//
// A heart rate variability whose formula the maker does not state is the metric
// hrv_unknown, never RMSSD. Raw samples without sleep are refused, with advice on
// what to export instead.
package devices
