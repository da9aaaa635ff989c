package reports

import (
	"strings"
	"unicode"
)

// modelWords are the words a device's model may consist of. Phones and watches
// carry their owner's name ("Anna's Apple Watch"), in any language, so only
// words known to be part of a model are kept.
var modelWords = wordSet(`apple watch series ultra se edition iphone ipad
	whoop oura ring gen gen1 gen2 gen3 gen4 horizon heritage
	fitbit charge versa sense inspire luxe alta ionic flex hr google pixel
	garmin fenix forerunner venu vivosmart vivoactive epix instinct lily index sq music solar plus pro
	samsung galaxy polar vantage ignite grit unite withings scanwatch sleep analyzer
	ringconn zeo bedside mobile eight pod emfit qs autosleep hrv4training ultrahuman air coros amazfit xiaomi mi band smart`)

func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text) {
		out[w] = true
	}
	return out
}

// deviceModel keeps the words and short numbers of a device's name that belong
// to its model.
func deviceModel(name string) string {
	var out []string
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' }) {
		if modelWords[strings.ToLower(w)] || modelNumber(w) && len(out) > 0 {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// modelNumber reports whether a word counts a generation: "4", "5.0", "2s".
func modelNumber(w string) bool {
	return len(w) <= 3 && unicode.IsDigit(rune(w[0]))
}

// seriesName keeps the vendor of a series and its device's model.
func seriesName(source string, formats []string) string {
	vendor, device, _ := strings.Cut(source, "/")
	if !knownVendor(vendor, formats) {
		vendor = "device"
	}
	if model := deviceModel(device); model != "" {
		return vendor + "/" + model
	}
	return vendor
}

// knownVendor reports whether a text is the vendor or the id of one of the formats.
func knownVendor(text string, formats []string) bool {
	for _, format := range formats {
		if vendor, _, _ := strings.Cut(format, "."); text == vendor || text == format {
			return true
		}
	}
	return false
}
