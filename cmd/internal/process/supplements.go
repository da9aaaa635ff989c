package process

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis/protocol"
	"nof1/importers/record"
)

// UnknownNames lists the names of the doses that say of nothing the run knows what
// it is, as typed, in the order of the log, each once: brands nobody declared, and
// what is not in the catalogue.
func (c Config) UnknownNames(doses []record.Dose) []string {
	known, err := c.catalogue()
	if err != nil {
		return nil // told where the run needs the catalogue
	}
	var out []string
	for _, d := range doses {
		name := strings.TrimSpace(d.Supplement)
		if name != "" && !slices.Contains(out, name) && !known.Knows(name, c.Products) {
			out = append(out, name)
		}
	}
	return out
}

// catalogue is the supplements of the run: the built-in ones and the
// configuration's own, whose metrics must be in the metric catalogue.
func (c Config) catalogue() (*protocol.Catalogue, error) {
	for i, s := range c.Supplements {
		for j, e := range s.Expects {
			if m, ok := record.MetricByID(e.Metric); !ok || !m.Outcome() {
				return nil, configError(fmt.Sprintf("supplements[%d].expects[%d].metric", i, j), "%q is not an outcome: see nof1 list metrics", e.Metric)
			}
		}
	}
	known, err := protocol.NewCatalogue(c.Supplements)
	if err != nil {
		return nil, configError("supplements", "%v", err)
	}
	return known, nil
}
