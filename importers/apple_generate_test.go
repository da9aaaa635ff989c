package importers

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// generateApple writes an export.xml of about size bytes: invented records in the
// real format and in about its proportions, mostly heart rate and energy, then
// the nights. The same size gives the same bytes. It returns the nights it wrote.
func generateApple(w io.Writer, size int64) (nights int, err error) {
	g := &appleGenerator{out: bufio.NewWriterSize(w, 1<<20), random: rand.New(rand.NewPCG(1, 2))}
	g.prolog()
	// A night takes 20 kB of its own and 380 kB of all else, where there is room.
	nights = int(max(1, min(4000, size/400_000)))
	night := make([]time.Time, nights)
	for i := range night {
		night[i] = time.Date(2020, 1, 1, 22, 30, 0, 0, time.UTC).AddDate(0, 0, i)
		g.night(night[i])
	}
	for i := 0; g.written < size; i++ {
		g.day(night[i%nights].Add(-14*time.Hour+time.Duration(i/nights)*time.Second), size)
	}
	g.printf("</HealthData>\n")
	return nights, g.out.Flush()
}

type appleGenerator struct {
	out     *bufio.Writer
	random  *rand.Rand
	written int64
	pointer int // of the device, as the export prints it
}

func (g *appleGenerator) printf(format string, args ...any) {
	n, _ := fmt.Fprintf(g.out, format, args...) // Flush tells
	g.written += int64(n)
}

const appleProlog = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 11 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
>
<!-- Note: Any Records that appear as children of a correlation also appear as top-level records in this document. -->
]>
<HealthData locale="en_DE">
 <ExportDate value="2031-03-20 09:00:00 +0100"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="" HKCharacteristicTypeIdentifierBiologicalSex=""/>
`

func (g *appleGenerator) prolog() { g.printf("%s", appleProlog) }

const appleTime = "2006-01-02 15:04:05 -0700"

var exportZone = time.FixedZone("", 3600)

func (g *appleGenerator) record(typ, unit, value string, from, to time.Time, children string) {
	const watch = `sourceName="Anna’s Apple Watch" sourceVersion="9.1" device="&lt;&lt;HKDevice: 0x28%07d&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:9.1&gt;"`
	if unit != "" {
		unit = ` unit="` + unit + `"`
	}
	g.printf(` <Record type="%s" `+watch+`%s creationDate="%s" startDate="%s" endDate="%s" value="%s"`, typ, g.pointer, unit,
		to.In(exportZone).Format(appleTime), from.In(exportZone).Format(appleTime), to.In(exportZone).Format(appleTime), value)
	if children == "" {
		g.printf("/>\n")
		return
	}
	g.printf(">\n%s </Record>\n", children)
}

// night writes the stages of one night, its HRV, breaths and oxygen.
func (g *appleGenerator) night(at time.Time) {
	g.pointer = g.random.IntN(9999999)
	const zone = `  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>` + "\n"
	stages := []string{"AsleepCore", "AsleepDeep", "AsleepCore", "AsleepREM", "Awake"}
	for i := range 25 {
		to := at.Add(time.Duration(10+g.random.IntN(20)) * time.Minute)
		g.record("HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysis"+stages[i%5], at, to, zone)
		g.record("HKQuantityTypeIdentifierRespiratoryRate", "count/min", fmt.Sprint(12+float64(g.random.IntN(10))/2), at, at, "")
		g.record("HKQuantityTypeIdentifierOxygenSaturation", "%", fmt.Sprint(0.9+float64(g.random.IntN(10))/100), at, at, "")
		if i%8 == 0 {
			g.hrv(at)
		}
		at = to
	}
	g.record("HKQuantityTypeIdentifierRestingHeartRate", "count/min", fmt.Sprint(50+g.random.IntN(9)), at.Add(time.Hour), at.Add(15*time.Hour), "")
}

func (g *appleGenerator) hrv(at time.Time) {
	beats := "  <MetadataEntry key=\"HKAlgorithmVersion\" value=\"2\"/>\n  <HeartRateVariabilityMetadataList>\n"
	for i := range 40 {
		beats += fmt.Sprintf("   <InstantaneousBeatsPerMinute bpm=\"%d\" time=\"%d:47:%02d.86 PM\"/>\n", 50+g.random.IntN(20), 1+g.random.IntN(12), i)
	}
	beats += "  </HeartRateVariabilityMetadataList>\n"
	g.record("HKQuantityTypeIdentifierHeartRateVariabilitySDNN", "ms", fmt.Sprintf("%.4f", 20+80*g.random.Float64()), at, at.Add(time.Minute), beats)
}

// day writes the records of one day that are most of a file.
func (g *appleGenerator) day(at time.Time, size int64) {
	for i := range 600 {
		if g.written >= size {
			return
		}
		at = at.Add(time.Duration(20+g.random.IntN(100)) * time.Second)
		switch i % 6 {
		case 0, 1, 2:
			g.record("HKQuantityTypeIdentifierHeartRate", "count/min", fmt.Sprint(50+g.random.IntN(90)), at, at,
				"  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"1\"/>\n")
		case 3:
			g.record("HKQuantityTypeIdentifierActiveEnergyBurned", "kcal", fmt.Sprint(float64(g.random.IntN(900))/100), at, at.Add(time.Minute), "")
		case 4:
			g.record("HKQuantityTypeIdentifierBasalEnergyBurned", "kcal", fmt.Sprint(float64(g.random.IntN(900))/100), at, at.Add(time.Minute), "")
		case 5:
			g.record("HKQuantityTypeIdentifierStepCount", "count", fmt.Sprint(g.random.IntN(90)), at, at.Add(time.Minute), "")
		}
	}
}
