// Package garmin reads what Garmin gives its users of their nights: the reports of
// Garmin Connect's web site ([Sleep], [HRV], [RestingHR], [OneNight]), the account
// export ([Account]), the watch's own files ([FIT]), and tables that other programs
// write ([HRVDump], [DBSleep], [DBHRV], [DBRestingHR]).
//
// The account export has everything and is the best choice. Read it whole, because
// its daily files give the local clock of the sleeps:
//
//	formats := []importers.Importer{garmin.Account, garmin.FIT}
//	res, err := importers.Read(ctx, os.DirFS("DI_CONNECT"), importers.Options{Formats: formats})
//
// A mean of seven days is never read as a night's value. Weekly averages, reports in
// other languages than English, and FIT files of activities are refused.
package garmin
