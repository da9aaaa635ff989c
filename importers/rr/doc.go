// Package rr reads recordings of the intervals between heart beats (RR) and computes
// their variability: [Text] a number a line, [HRVLogger] the app's table.
//
// A recording is a morning reading or a night, and gives its date RMSSD, SDNN and
// heart rate. A text file says its date in its name, such as 2031-03-08.txt or
// "2031-03-08 06-41-12.txt":
//
//	formats := []importers.Importer{rr.Text, rr.HRVLogger}
//	res, err := importers.Read(ctx, os.DirFS("readings"), importers.Options{Formats: formats})
//
// Refused are recordings without a date, with fewer than 60 clean intervals or more
// than 200,000, numbers that are not intervals in seconds or milliseconds, and the
// reports of Kubios, which hold results and no intervals.
package rr
