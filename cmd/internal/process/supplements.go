package process

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis/protocol"
	"nof1/importers/record"
)

// UnknownNames returns the names of the doses that are neither in the catalogue nor
// declared as a product, each once, as typed, in the order of the log.
func (c Config) UnknownNames(doses []record.Dose) []string {
	catalogue, err := c.catalogue()
	if err != nil {
		return nil // the run reports the error
	}
	var out []string
	for _, d := range doses {
		name := strings.TrimSpace(d.Supplement)
		if name != "" && !slices.Contains(out, name) && !catalogue.Knows(name, c.Products) {
			out = append(out, name)
		}
	}
	return out
}

// catalogue returns the built-in supplements and those of the configuration. The
// metrics of the latter must be in the metric catalogue.
func (c Config) catalogue() (*protocol.Catalogue, error) {
	for i, s := range c.Supplements {
		for j, e := range s.Expects {
			if m, ok := record.MetricByID(e.Metric); !ok || !m.Outcome() {
				return nil, configError(fmt.Sprintf("supplements[%d].expects[%d].metric", i, j),
					"%q is not an outcome: see nof1 list metrics", e.Metric)
			}
		}
	}
	catalogue, err := protocol.NewCatalogue(c.Supplements)
	if err != nil {
		return nil, configError("supplements", "%v", err)
	}
	return catalogue, nil
}
