// Package nightly joins the records of all files into one table of nights.
//
// The table has one row per calendar night, from the first night to the last, and
// one column per metric and source. Nights without a value are NaN. A caller
// builds the table once and then reads series from it:
//
//	table, err := nightly.Build(records, sessions)
//	...
//	source, ok := table.Primary("hrv_rmssd")         // the source with the most nights
//	values := table.Calendar("hrv_rmssd", source)    // one per night, in ms, NaN if missing
//	fmt.Println(table.Night(0), values[0])           // 2031-05-01 48.5
//
// A source is a vendor, or vendor/device if the file names the device. Values of
// different sources never share a column. If a vendor's files name exactly one
// device, their rows without a device belong to it.
//
// Several rows may claim the same night of the same source: two exports that
// overlap, a sleep and a nap, a sleep file and a summary file. The values of one
// line of one file are one row, and rows compete as a whole:
//
//   - The row with the longest total sleep time (TST) wins. Ties go to the later
//     file in path order, then to the later line.
//   - A row whose TST is within a minute of the winner's describes the same sleep.
//     It only fills metrics that the winner lacks.
//   - Any other row with a TST describes another sleep and is dropped.
//   - Rows without a TST (summaries) fill what is still missing, the later row
//     first.
//
// The order in which records arrive does not matter.
//
// Sleep efficiency is recomputed as 100 TST/TIB if both are known. A missing middle
// of sleep is the mean of bedtime and wake time.
//
// The table is a gota data frame, and this is the only package that imports gota.
// Joins, medians and quantiles are our own: gota's joins are quadratic, and its
// statistics include missing values.
package nightly
