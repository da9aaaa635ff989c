package record

import "strings"

// Makers are the vendors whose files hold what their own device measured, by the
// first part of an importer's name.
var Makers = map[string]string{
	"whoop": "WHOOP", "oura": "Oura", "fitbit": "Fitbit", "fitabase": "Fitbit", "google": "Fitbit", "garmin": "Garmin",
	"samsung": "Samsung", "withings": "Withings", "polar": "Polar", "zepp": "Zepp", "mifitness": "Xiaomi",
	"ringconn": "RingConn", "ultrahuman": "Ultrahuman", "eightsleep": "Eight Sleep", "emfit": "Emfit", "zeo": "Zeo",
}

// Maker returns who made the device of an importer's files, "" where the format
// does not say: apps, logs and tables of any origin.
func Maker(importer string) string {
	vendor, _, _ := strings.Cut(importer, ".")
	return Makers[vendor]
}
