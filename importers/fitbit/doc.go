// Package fitbit reads Fitbit's account export (JSON and tables), Google's tables of
// the same devices, the table of the old site fitbit.com, and the tables of the
// research service Fitabase. A night of Google's daily tables is
//
//	timestamp,rmssd,nremhr,entropy
//	2031-06-02T00:00:00,41.5,52.1,2.9
//
// and gives hrv_rmssd 41.5 ms on the night of 2031-06-02.
//
// To read a file:
//
//  1. Name the night by the date of waking. In tables of one row a day that is the
//     timestamp, with Z or without.
//  2. Read the main sleep of each date. If the file does not say which it is, read
//     all sleeps but naps; the join keeps the longest.
//  3. Take times as local if the format has them so. Google's tables of minutes are
//     in UTC and need the user's zone.
//  4. Read steps for the night after their day.
//
// The source of Google's tables of sleeps is "google", because they are the same
// nights cut by another version of the algorithm. The source of medians of
// five-minute values is "fitbit-details".
//
// The package refuses tables of minutes without a zone. It skips naps, sleeps typed
// in by hand, and values that came from another device by way of Health Connect.
package fitbit
