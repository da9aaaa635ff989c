//go:build bench

package main

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// benchStart is midnight UTC of the first made-up day.
var benchStart = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// writeTo creates a file, and its folder, with what write writes.
func writeTo(name string, write func(*bufio.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// writeRates writes a heart rate every five seconds, and the sleeps, 22:00 to
// 06:00 UTC, in which they are averaged.
func writeRates(dir string, rows int) error {
	random := rand.New(rand.NewPCG(1, 2))
	err := writeTo(filepath.Join(dir, "heart_rate.csv"), func(w *bufio.Writer) error {
		fmt.Fprintln(w, "timestamp,beats per minute,data source")
		line := make([]byte, 0, 64)
		for i := range rows {
			line = benchStart.Add(time.Duration(i)*5*time.Second).AppendFormat(line[:0], "2006-01-02T15:04:05Z")
			line = fmt.Appendf(line, ",%d,Fit\n", 45+random.IntN(60))
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeTo(filepath.Join(dir, "sleep-2024-01-01.json"), func(w *bufio.Writer) error {
		fmt.Fprintln(w, "[")
		nights := (rows*5 - 6*3600) / 86400 // slept through to the end
		for i := range max(nights, 1) {
			if i > 0 {
				fmt.Fprintln(w, ",")
			}
			from := benchStart.AddDate(0, 0, i).Add(22 * time.Hour)
			to := from.Add(8 * time.Hour)
			const layout = "2006-01-02T15:04:05.000"
			fmt.Fprintf(w, `{"logId":%d,"dateOfSleep":"%s","startTime":"%s","endTime":"%s","duration":28800000,"minutesToFallAsleep":0,`+
				`"minutesAsleep":450,"minutesAwake":30,"minutesAfterWakeup":0,"timeInBed":480,"efficiency":94,"type":"classic","infoCode":0,"logType":"auto_detected","levels":{},"mainSleep":true}`,
				i+1, to.Format(time.DateOnly), from.Format(layout), to.Format(layout))
		}
		_, err := fmt.Fprintln(w, "]")
		return err
	})
}

// benchApple writes an export.xml of about size bytes in about the proportions of
// a real one: heart rate and energy, steps, and the stages of a night a day.
func benchApple(out io.Writer, size int64) error {
	w := bufio.NewWriterSize(out, 1<<20)
	random := rand.New(rand.NewPCG(3, 4))
	const layout = "2006-01-02 15:04:05 +0000"
	written := int64(0)
	record := func(kind, unit, value string, from, to time.Time, child string) {
		n, _ := fmt.Fprintf(w, ` <Record type="HK%s" sourceName="Anna’s Apple Watch" sourceVersion="9.1" device="&lt;&lt;HKDevice: `+
			`0x28%07d&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:9.1&gt;"%s creationDate="%s" `+
			`startDate="%s" endDate="%s" value="%s"%s`+"\n",
			kind, random.IntN(9999999), unit, to.Format(layout), from.Format(layout), to.Format(layout), value, child)
		written += int64(n)
	}
	fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 11 -->\n<!ELEMENT "+
		"HealthData (ExportDate,Me,(Record)*)>\n]>\n<HealthData locale=\"en_GB\">\n"+` <ExportDate value="2040-01-01 09:00:00 +0000"/>`+"\n")
	const zone = ">\n  <MetadataEntry key=\"HKTimeZone\" value=\"UTC\"/>\n </Record>"
	for day := benchStart; written < size; day = day.AddDate(0, 0, 1) {
		at := day.Add(22 * time.Hour)
		for i := range 20 {
			to := at.Add(time.Duration(15+random.IntN(10)) * time.Minute)
			record("CategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysis"+[]string{"AsleepCore", "AsleepDeep", "AsleepREM",
				"Awake"}[i%4], at, to, zone)
			at = to
		}
		at = day.Add(7 * time.Hour)
		for i := range 1200 {
			at = at.Add(time.Duration(10+random.IntN(40)) * time.Second)
			switch i % 6 {
			case 0, 1, 2:
				record("QuantityTypeIdentifierHeartRate", ` unit="count/min"`, fmt.Sprint(50+random.IntN(90)), at, at,
					">\n  <MetadataEntry key=\"HKMetadataKeyHeartRateMotionContext\" value=\"1\"/>\n </Record>")
			case 3, 4:
				record("QuantityTypeIdentifierActiveEnergyBurned", ` unit="kcal"`, fmt.Sprint(float64(random.IntN(900))/100), at,
					at.Add(10*time.Second), "/>")
			default:
				record("QuantityTypeIdentifierStepCount", ` unit="count"`, fmt.Sprint(random.IntN(90)), at, at.Add(10*time.Second), "/>")
			}
		}
	}
	fmt.Fprintln(w, "</HealthData>")
	return w.Flush()
}

// writeApple writes an export beside nothing else, or packed as Apple does.
func writeApple(dir string, size int64, packed bool) error {
	if !packed {
		return writeTo(filepath.Join(dir, "export.xml"), func(w *bufio.Writer) error { return benchApple(w, size) })
	}
	return writeTo(filepath.Join(dir, "export.zip"), func(w *bufio.Writer) error {
		z := zip.NewWriter(w)
		f, err := z.Create("apple_health_export/export.xml")
		if err != nil {
			return err
		}
		if err := benchApple(f, size); err != nil {
			return err
		}
		return z.Close()
	})
}

// writeYears writes WHOOP cycles of so many nights and a log of the last third.
func writeYears(dir string, nights int) error {
	random := rand.New(rand.NewPCG(5, 6))
	err := writeTo(filepath.Join(dir, "physiological_cycles.csv"), func(w *bufio.Writer) error {
		fmt.Fprintln(w, "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),Heart rate variability "+
			"(ms),Skin temp (celsius),Blood oxygen %,Day Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm),Sleep onset,Wake onset,Sleep "+
			"performance %,Respiratory rate (rpm),Asleep duration (min),In bed duration (min),Light sleep duration (min),Deep (SWS) duration "+
			"(min),REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %,Sleep consistency %")
		const layout = "2006-01-02 15:04:05"
		for i := nights - 1; i >= 0; i-- {
			from := benchStart.AddDate(-3, 0, i).Add(time.Duration(22*60+random.IntN(90)) * time.Minute)
			deep, rem, light, awake := 60+random.IntN(60), 60+random.IntN(60), 200+random.IntN(80), 10+random.IntN(40)
			asleep := deep + rem + light
			fmt.Fprintf(w, "%s,%s,UTCZ,60,%d,%d,34.%02d,96.%02d,%d.1,2100,150,70,%s,%s,88,14.%d,%d,%d,%d,%d,%d,%d,505,22,93,80\n",
				from.Format(layout), from.AddDate(0, 0, 1).Format(layout), 50+random.IntN(12), 40+random.IntN(50), random.IntN(99), random.IntN(99),
				4+random.IntN(14),
				from.Format(layout), from.Add(time.Duration(asleep+awake)*time.Minute).Format(layout), random.IntN(9), asleep, asleep+awake, light,
				deep, rem, awake)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeTo(filepath.Join(dir, "supplements.csv"), func(w *bufio.Writer) error {
		fmt.Fprintln(w, "date,supplement,form,amount,unit,basis,taken")
		for i := nights * 2 / 3; i < nights; i++ {
			fmt.Fprintf(w, "%s,magnesium,bisglycinate,200,mg,elemental,yes\n", benchStart.AddDate(-3, 0, i).Format(time.DateOnly))
		}
		return nil
	})
}
