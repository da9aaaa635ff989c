// Package oura reads what Oura exports: the "trends" table of its old web site, the
// tables of its Membership Hub, the JSON of its old cloud and of its web interface,
// and tables that programs make from the web interface. A sleep of the hub is
//
//	day,type,bedtime_start,bedtime_end,total_sleep_duration,average_hrv
//	2031-06-02,long_sleep,2031-06-01T23:10:00+02:00,2031-06-02T07:02:00+02:00,25500,41
//
// and gives tst 425 min and hrv_rmssd 41 ms on the night of 2031-06-02, with the
// sleep.
//
// To read a file:
//
//  1. Name the night by its day, which is the date of waking.
//  2. Read durations in seconds, and times on the wall clock of their own offset.
//  3. Compute WASO as the time awake in bed less the time to fall asleep. A row
//     without the latter has no WASO.
//  4. Read steps and active calories for the night after their day.
//
// Another ring or another version of the sleep algorithm is a break.
//
// The package refuses a trends table whose dates a spreadsheet has rewritten,
// because day and month cannot be told apart. It skips naps, deleted sleeps and
// contributors, which are scores from 0 to 100 though they are called deep_sleep or
// resting_heart_rate.
package oura
