package record

import "strings"

// Makers maps the first part of an importer's name to its vendor. It lists the
// vendors whose files hold measurements of their own devices.
var Makers = map[string]string{
	"whoop": "WHOOP", "oura": "Oura", "fitbit": "Fitbit", "fitabase": "Fitbit", "google": "Fitbit", "garmin": "Garmin",
	"samsung": "Samsung", "withings": "Withings", "polar": "Polar", "zepp": "Zepp", "mifitness": "Xiaomi",
	"ringconn": "RingConn", "ultrahuman": "Ultrahuman", "eightsleep": "Eight Sleep", "emfit": "Emfit", "zeo": "Zeo",
}

// Maker returns the vendor of the device behind an importer's files. It returns
// "" if the format does not name one: apps, logs and plain tables.
func Maker(importer string) string {
	vendor, _, _ := strings.Cut(importer, ".")
	return Makers[vendor]
}
