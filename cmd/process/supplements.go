package process

import (
	"fmt"

	"nof1/analysis/protocol"
	"nof1/importers"
)

// catalogue is the supplements of the run: the built-in ones and the
// configuration's own, whose metrics must be in the metric catalogue.
func (c Config) catalogue() (*protocol.Catalogue, error) {
	for i, s := range c.Supplements {
		for j, e := range s.Expects {
			if m, ok := importers.MetricByID(e.Metric); !ok || !m.Outcome() {
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
