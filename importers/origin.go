package importers

import (
	"slices"
	"strings"

	"nof1/importers/record"
)

// OriginChanges finds the nights from which another device or another version of
// the sleep algorithm measured, in files that name them on every sleep.
type OriginChanges struct {
	nights []sleepOrigin
}

type sleepOrigin struct {
	night           record.Date
	device, version string
}

func (c *OriginChanges) Add(night record.Date, device, version string) {
	if Missing(device) && Missing(version) {
		return
	}
	c.nights = append(c.nights, sleepOrigin{night, strings.Clone(device), strings.Clone(version)})
}

// Emit compares each night with the last one before it that says the same kind
// of thing. A change of version touches the metrics staged, one of the device,
// in words, all. A device that is back for a single night would be two breaks;
// the apps pair one at a time.
func (c *OriginChanges) Emit(source, device string, staged []string, sink Sink) {
	slices.SortStableFunc(c.nights, func(a, b sleepOrigin) int { return int(a.night) - int(b.night) })
	worn, version := "", ""
	for _, n := range c.nights {
		if !Missing(n.device) {
			if worn != "" && worn != n.device {
				sink.Break(record.Break{Night: n.night, Source: source, Reason: "device", Detail: device})
			}
			worn = n.device
		}
		if !Missing(n.version) {
			if version != "" && version != n.version {
				sink.Break(record.Break{Night: n.night, Source: source, Reason: "firmware",
					Detail: "sleep algorithm " + version + " -> " + n.version, Metrics: staged})
			}
			version = n.version
		}
	}
}
