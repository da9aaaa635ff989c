package rr

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// rrCase is one recording with the figures of another program.
type rrCase struct {
	ID     string    `json:"id"`
	RR     []float64 `json:"input_rr_ms"`
	Output struct {
		RMSSD float64 `json:"rmssd"`
		SDNN  float64 `json:"sdnn"`
		PNN50 float64 `json:"pnni_50"`
		Mean  float64 `json:"mean_nni"`
	} `json:"output"`
}

// Recordings without artefacts come out as in hrv-analysis 1.0.3, to the last
// digits: no interval of them is taken for an artefact.
func TestTimeDomain(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "unclaimed", "hrv_time_domain.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Cases []rrCase `json:"cases"`
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, want := range golden.Cases {
		got := timeDomain(want.RR)
		if want.ID == "with_artifacts" {
			// Two pairs of artefacts; without them its beats are a quiet recording.
			if got.Clean != len(want.RR)-4 || got.RMSSD > 45 {
				t.Errorf("%s: %+v", want.ID, got)
			}
			continue
		}
		checked++
		if got.Clean != len(want.RR) || got.Artefacts != 0 {
			t.Errorf("%s: %d of %d clean", want.ID, got.Clean, len(want.RR))
		}
		for name, pair := range map[string][2]float64{"RMSSD": {got.RMSSD, want.Output.RMSSD},
			"SDNN": {got.SDNN, want.Output.SDNN}, "pNN50": {got.PNN50, want.Output.PNN50}} {
			if math.Abs(pair[0]-pair[1]) > 1e-10*math.Max(1, pair[1]) {
				t.Errorf("%s: %s %v, want %v", want.ID, name, pair[0], pair[1])
			}
		}
	}
	if checked < 4 {
		t.Errorf("%d recordings checked, want at least 4", checked)
	}
}

// The same arithmetic by hand, for readers without the reference.
func TestTimeDomainByHand(t *testing.T) {
	v := timeDomain([]float64{800, 810, 790, 850, 800}) // differences 10, -20, 60, -50
	if math.Abs(v.RMSSD-math.Sqrt(6600./4)) > 1e-12 || math.Abs(v.SDNN-math.Sqrt(2200./4)) > 1e-12 || v.PNN50 != 25 || v.Mean != 810 {
		t.Errorf("%+v", v)
	}
}

// An artefact takes both its differences with it, and no difference is taken
// across a gap.
func TestArtefacts(t *testing.T) {
	steady := make([]float64, 40)
	for i := range steady {
		steady[i] = 900 + 10*float64(i%2)
	}
	for name, spoil := range map[string]func(rr []float64){
		"missed beat":    func(rr []float64) { rr[20] = 1810 },
		"extra beat":     func(rr []float64) { rr[20], rr[21] = 400, 500 },
		"out of range":   func(rr []float64) { rr[20] = 2500 },
		"noise":          func(rr []float64) { rr[20] = 0 },
		"at the borders": func(rr []float64) { rr[0], rr[39] = 450, 1500 },
	} {
		rr := append([]float64(nil), steady...)
		spoil(rr)
		if v := timeDomain(rr); math.Abs(v.RMSSD-10) > 1e-12 || v.Clean >= 40 || v.Artefacts == 0 {
			t.Errorf("%s: %+v, want an RMSSD of 10", name, v)
		}
	}
	// A deep breath is no artefact.
	if v := timeDomain([]float64{900, 900, 950, 1000, 1050, 1080, 1050, 1000, 950, 900, 900}); v.Clean != 11 {
		t.Errorf("%+v, want all 11 intervals", v)
	}
}

func TestFileMoment(t *testing.T) {
	for name, want := range map[string]string{
		"elitehrv/2017-06-29 14-36-38.txt": "2017-06-29 14:36",
		"elite-hrv-2017-06-29.txt":         "2017-06-29",
		"RR_20310308_0641.txt":             "2031-03-08 06:41",
		"zip!/2031-03-08.txt":              "2031-03-08",
		"2031-03-08T06:41:12.txt":          "2031-03-08 06:41",
	} {
		if got, err := fileMoment(name); err != nil || got.String() != want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
	for _, name := range []string{"rr.txt", "2031-13-45.txt", "patient 12345678.txt"} {
		if got, err := fileMoment(name); err == nil {
			t.Errorf("%s: %s, want an error", name, got)
		}
	}
}

// One number a line, of intervals: not any column of numbers.
func TestTextIdentify(t *testing.T) {
	for name, text := range map[string]string{
		"weights":   strings.Repeat("72.5\n", 50),
		"too few":   strings.Repeat("800\n", 10),
		"a header":  "day,rr\n" + strings.Repeat("1,800\n", 50),
		"prose":     strings.Repeat("800 words\n", 50),
		"two colum": strings.Repeat("800,900\n", 50),
		"JSON":      "[" + strings.Repeat("800,\n", 50) + "1]",
	} {
		if Text.Identify(importers.SourceFromBytes("f.txt", []byte(text)).Head) {
			t.Errorf("%s is claimed", name)
		}
	}
	for name, text := range map[string]string{
		"milliseconds": strings.Repeat("800\n", 50),
		"seconds":      strings.Repeat("0.812\r\n", 50),
		"comments":     "# a, b\n\n" + strings.Repeat("766.000\n", 50),
		"a bad line":   strings.Repeat("800\n", 50) + "noise\n",
	} {
		if !Text.Identify(importers.SourceFromBytes("f.txt", []byte(text)).Head) {
			t.Errorf("%s is not claimed", name)
		}
	}
}

// The source of a reading is the program that wrote it; seconds and milliseconds are
// recognised.
func TestSources(t *testing.T) {
	seconds := strings.Repeat("0.800\n0.840\n", 40)
	for name, want := range map[string]string{
		"2031-03-08 06-41-12.txt": "rr-elite", "Elite/2031-03-08.txt": "rr-elite",
		"kubios-2031-03-08.txt": "rr-kubios", "2031-03-08.txt": "rr-text",
	} {
		c, counts := importertest.Read(t, Text, name, seconds)
		if counts != (record.Counts{Read: 80, Used: 80}) || len(c.Records) != 3 || c.Records[0].Source != want ||
			math.Abs(fixture.Value(t, c.Records, "2031-03-08", "hrv_rmssd")-40) > 1e-9 {
			t.Errorf("%s: %+v %+v", name, counts, c.Records)
		}
	}
}

func TestRealRR(t *testing.T) {
	dir := filepath.Join(importertest.SharedData, "rr-intervals")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no real recordings to read in %s", dir)
	}
	res, err := importers.Read(t.Context(), os.DirFS(dir), importers.Options{Formats: AllFormats(), Zone: time.FixedZone("UTC-8", -8*3600)})
	if err != nil {
		t.Fatal(err)
	}
	if in := importertest.Input(t, res, Text.Name()); in.Counts != (record.Counts{Read: 5294, Used: 5293, Skipped: 1}) ||
		in.First.String() != "2017-06-29" {
		t.Errorf("%+v", in)
	}
	if in := importertest.Input(t, res, HRVLogger.Name()); in.Counts != (record.Counts{Read: 498, Used: 498}) ||
		in.First.String() != "2023-02-14" {
		t.Errorf("%+v", in)
	}
	for _, want := range []struct {
		source, metric string
		value          float64 // computed apart from this program by the same rule
	}{
		{"rr-elite", "hrv_rmssd", 16.67869281984635}, {"rr-elite", "hrv_sdnn", 89.90197328979184},
		{"rr-hrvlogger", "hrv_rmssd", 15.27059746314098}, {"rr-hrvlogger", "hrv_sdnn", 90.40527456941679},
	} {
		found := false
		for _, r := range res.Records {
			if r.Source == want.source && r.Metric == want.metric {
				found = math.Abs(r.Value-want.value) < 1e-9
			}
		}
		if !found {
			t.Errorf("%s %s is not %v", want.source, want.metric, want.value)
		}
	}
}
