package process

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/importers/record"
	"nof1/reports"
)

// Every folder of fixtures gives a report: the whole files in it as those of one
// person who also keeps a table of nights and a log.
func TestReportOfEveryVendor(t *testing.T) {
	own := fstest.MapFS{
		"own nights.csv": {Data: []byte("date,hrv_rmssd\n")},
		"own log.csv":    {Data: []byte("start,end,supplement,form,amount,unit,basis\n2031-03-05,,magnesium,citrate,200,mg,elemental\n")},
	}
	for i := range 40 {
		row := fmt.Sprintf("%s,%d\n", record.NewDate(2031, 2, 1)+record.Date(i), 50+i*7%11)
		own["own nights.csv"].Data = append(own["own nights.csv"].Data, row...)
	}
	folders := map[string]fstest.MapFS{}
	root := filepath.Join("..", "..", "..", "importers")
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		path, golden := strings.CutSuffix(path, ".want")
		if err != nil || !golden || strings.Contains(path, "damaged") {
			return err
		}
		text, err := os.ReadFile(path)
		dir, name := filepath.Split(path)
		if folders[dir] == nil {
			folders[dir] = fstest.MapFS{"own nights.csv": own["own nights.csv"], "own log.csv": own["own log.csv"]}
		}
		folders[dir][name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil || len(folders) < 30 {
		t.Fatalf("%d folders of fixtures: %v", len(folders), err)
	}
	for dir, files := range folders {
		vendor, cfg := filepath.Base(dir), Defaults()
		cfg.Zone = "Europe/Berlin"
		switch vendor {
		case "mapped", "privacy":
			continue // they need a mapping, or hold no nights
		case "fitabase":
			cfg.Participant = "7000000001"
		}
		t.Run(vendor, func(t *testing.T) {
			r, err := Run(t.Context(), files, "p", cfg)
			if err != nil {
				t.Fatal(err)
			}
			used := 0
			for _, in := range r.Inputs {
				if _, mine := own[in.Path]; !mine && in.RowsUsed != nil {
					used += *in.RowsUsed
				}
			}
			if err := reports.WriteHTML(io.Discard, r); err != nil || used == 0 {
				t.Errorf("%d rows of the vendor's are used: %v", used, err)
			}
		})
	}
}
