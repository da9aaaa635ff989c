// Package nightly joins records into the table of nights: one row a calendar
// night from the first to the last, missing nights included, one column a
// metric and source, NaN where missing.
//
// A source is the vendor, or vendor/device where the file names the device.
// Values of different sources are never put into one column. Where the files of a
// vendor name exactly one device, their rows without a device belong to it.
//
// Several rows may claim one night of one source: two exports that overlap, a
// sleep and its nap, a sleep file and a summary file. The values of one line of
// one file are one row, and rows compete as wholes:
//
//   - the row with the longest total sleep time (TST) wins; ties go to the later
//     file in path order, then to the later line;
//   - rows whose TST is within a minute of the winner's are the same sleep seen
//     again: they only fill metrics the winner lacks;
//   - other rows with a TST are another sleep and are dropped whole;
//   - rows without a TST (summaries) fill what is still missing, later row first.
//
// The order in which records arrive never matters.
//
// Sleep efficiency is recomputed as 100 TST/TIB where both are known, and the
// middle of sleep is filled in as the mean of bedtime and wake time.
//
// The table is a gota data frame; this is the only package that imports gota.
// Joins, medians and quantiles are not gota's: its joins are quadratic and its
// statistics count missing values.
package nightly
