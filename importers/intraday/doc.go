// Package intraday reads tables of heart rates all day long, of any vendor, as the
// mean heart rate of each night.
//
// A wing declares the form of its vendor's table:
//
//	var HeartRate importers.Importer = intraday.New(intraday.Form{
//		ID: "oura.heart_rate", Source: "oura",
//		Time: []string{"timestamp"}, Value: []string{"bpm"}, Layout: intraday.ClockISO,
//		Parse: func(_, clock string, zone *time.Location) (time.Time, error) { return importers.LocalTime(clock, zone) },
//	})
//
// The files hold hundreds of megabytes and do not say when their owner slept. They
// are read last, when the sleeps of all other files are known. A night that has no
// heart rate asleep yet gets the mean of the heart rates from falling asleep to
// waking up, where these cover at least half of that time.
//
// The package refuses heart rates without sleeps of the same vendor, and files of
// which the vendor gives the mean of every night itself. It leaves out rates below
// 25 or above 240 beats a minute, rows of other people and rows of another device.
// The lowest rate is not emitted as resting heart rate: vendors compute that from
// more than one sample.
//
// Rows of the vendors' usual shape are read as bytes, without a table, because a
// file has up to ten million rows (benchmark P1 of cmd/nof1/BENCHMARKS.md). All
// other rows go to the table reader of package importers. A fuzz test compares the
// two readers.
package intraday
