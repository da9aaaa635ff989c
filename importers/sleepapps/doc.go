// Package sleepapps reads the exports of sleep apps on phones and watches:
// AutoSleep, HRV4Training, Sleep as Android and Sleep Cycle.
//
// Each is a delimited file with a row a sleep or a reading. Each file of the
// package is one app and says at its top what the columns mean. To read a folder
// with some of them:
//
//	formats := []importers.Importer{sleepapps.SleepCycle, sleepapps.AutoSleep}
//	res, err := importers.Read(ctx, os.DirFS(dir), importers.Options{Formats: formats})
//
// Naps and test runs are left out. A reading of a minute after waking has a source
// of its own and never mixes with a mean of the night. Dates whose day and month
// cannot be told apart are refused, as are UTC times whose date depends on a zone
// that nobody named.
package sleepapps
