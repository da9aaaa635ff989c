package all

import (
	"fmt"
	"nof1/importers/internal/fixture"
	"slices"
	"strings"
	"time"
)

// convention is how one vendor writes sleeps, and what of them it loses.
type convention struct {
	importer, file string
	write          func(sleeps []slept) string

	// mainOnly: the file has a row a date, and no other sleeps.
	mainOnly bool
	// oneOffset: a row has one offset, or none while the clock goes on as it was,
	// so on the night of a clock change the time of waking is off by the change.
	oneOffset bool
	// utc: the file has instants alone, so the reader is told one zone, and who
	// travels loses the clock times.
	utc bool
	// noStages: the file has no stages, or has them elsewhere.
	noStages bool
	// told: ways of life whose nights the file cannot tell, and what the reader says
	// of it to their owner.
	told map[string]string
	// warned: ways of life whose nights are right, but of which something else in
	// the file is left out, and what the reader says of it.
	warned map[string]string
}

const (
	naive = "2006-01-02 15:04:05"
	iso   = "2006-01-02T15:04:05.000-07:00"
)

// lines joins rows under a header, newest first where the vendor has it so.
func lines(header string, sleeps []slept, row func(i int, s slept) string) string {
	text := header + "\n"
	for i, s := range sleeps {
		text += row(i, s) + "\n"
	}
	return text
}

func reversed(sleeps []slept) []slept {
	sleeps = slices.Clone(sleeps)
	slices.Reverse(sleeps)
	return sleeps
}

func split60(minutes int, layout string) string {
	return fmt.Sprintf(layout, minutes/60, minutes%60)
}

func offsetOf(t time.Time) string { return t.Format("-07:00") }

var conventions = []convention{
	{importer: "whoop.cycles", file: "physiological_cycles.csv", write: writeWhoop(true), mainOnly: true, oneOffset: true},
	{importer: "whoop.sleeps", file: "sleeps.csv", write: writeWhoop(false), oneOffset: true},
	{importer: "fitbit.sleep", file: "sleep-2031-03-01.json", oneOffset: true,
		warned: map[string]string{"nights in two parts": "2 nights in two parts"}, write: func(sleeps []slept) string {
			var items []string
			for i, s := range reversed(sleeps) {
				items = append(items, fmt.Sprintf(`{"logId":%d,"dateOfSleep":"%s","startTime":"%s","endTime":"%s","duration":%d,"minutesToFallAsleep":0,"minutesAsleep":%d,"minutesAwake":%d,"minutesAfterWakeup":0,"timeInBed":%d,"efficiency":90,"type":"stages","infoCode":0,"logType":"auto_detected","levels":{"summary":{"deep":{"minutes":%d},"light":{"minutes":%d},"rem":{"minutes":%d},"wake":{"minutes":%d}},"data":[],"shortData":[]},"mainSleep":%t}`,
					500-i, s.oneOffset().Format(time.DateOnly), s.from.Format("2006-01-02T15:04:05.000"),
					s.oneOffset().Format("2006-01-02T15:04:05.000"), s.minutes()*60000, s.asleep(), s.wake, s.minutes(), s.deep, s.light,
					s.rem, s.wake, s.main))
			}
			return "[" + strings.Join(items, ",\n") + "]"
		}},
	{importer: "google.sleeps", file: "UserSleeps_2031-03-01.csv", noStages: true, write: func(sleeps []slept) string {
		return lines("sleep_id,sleep_type,minutes_in_sleep_period,minutes_after_wake_up,minutes_to_fall_asleep,minutes_asleep,minutes_awake,minutes_longest_awakening,minutes_to_persistent_sleep,start_utc_offset,sleep_start,end_utc_offset,sleep_end,data_source,algorithm_version,sleep_created,sleep_last_updated", sleeps, func(i int, s slept) string {
			const z = "2006-01-02T15:04:05Z"
			updated := s.to.Add(20 * time.Minute).UTC().Format(z)
			return fmt.Sprintf("10040785109594%05d,STAGES,%d,0,0,%d,%d,0,0,%s,%s,%s,%s,DERIVED,2,%s,%s", i, s.minutes(), s.asleep(), s.wake,
				offsetOf(s.from), s.from.UTC().Format(z), offsetOf(s.to), s.to.UTC().Format(z), updated, updated)
		})
	}},
	// The tables of 2025 print the local clock as if it were UTC.
	{importer: "google.sleeps", file: "UserSleeps_2025-03-01.csv", noStages: true, write: func(sleeps []slept) string {
		return lines("sleep_id,sleep_type,minutes_in_sleep_period,minutes_after_wake_up,minutes_to_fall_asleep,minutes_asleep,minutes_awake,minutes_longest_awakening,minutes_to_persistent_sleep,start_utc_offset,sleep_start,end_utc_offset,sleep_end,data_source,sleep_created,sleep_last_updated", sleeps, func(i int, s slept) string {
			updated := s.to.Add(20 * time.Minute).UTC().Format(naive)
			return fmt.Sprintf("10040785109594%05d,STAGES,%d,0,0,%d,%d,0,0,%s,%s+0000,%s,%s+0000,DERIVED,%s+0000,%s+0000", i,
				s.minutes(), s.asleep(), s.wake,
				offsetOf(s.from), s.from.Format(naive), offsetOf(s.to), s.to.Format(naive), updated, updated)
		})
	}},
	{importer: "fitbit.com", file: "fitbit_export.csv", write: func(sleeps []slept) string {
		return lines("Sleep\nStart Time,End Time,Minutes Asleep,Minutes Awake,Number of Awakenings,Time in Bed,Minutes REM Sleep,Minutes Light Sleep,Minutes Deep Sleep", sleeps, func(_ int, s slept) string {
			return fmt.Sprintf(`"%s","%s","%d","%d","2","%d","%d","%d","%d"`, s.from.Format("2006-01-02 3:04 PM"),
				s.to.Format("2006-01-02 3:04PM"), s.asleep(), s.wake, s.minutes(), s.rem, s.light, s.deep)
		})
	}},
	{importer: "oura.trends", file: "oura_2031-01-01_2031-12-31_trends.csv", mainOnly: true, write: func(sleeps []slept) string {
		return lines("date,Sleep Score,Sleep Timin Score,Total Sleep Duration,Total Bedtime ,Awake Time,REM Sleep Duration,Light Sleep Duration,Deep Sleep Duration,Bedtime Start,Bedtime End,Average HRV", reversed(sleeps), func(_ int, s slept) string {
			return fmt.Sprintf("%s,80,90,%d,%d,%d,%d,%d,%d,%s,%s,41", s.to.Format(time.DateOnly), s.asleep()*60, s.minutes()*60,
				s.wake*60, s.rem*60, s.light*60, s.deep*60, s.from.Format(iso), s.to.Format(iso))
		})
	}},
	{importer: "oura.sleep", file: "sleepmodel.csv", write: func(sleeps []slept) string {
		return lines("id;average_hrv;awake_time;bedtime_end;bedtime_start;day;deep_sleep_duration;light_sleep_duration;rem_sleep_duration;time_in_bed;total_sleep_duration;type", sleeps, func(i int, s slept) string {
			kind := map[bool]string{true: "long_sleep", false: "sleep"}[s.main]
			return fmt.Sprintf("a%d;50;%d;%s;%s;%s;%d;%d;%d;%d;%d;%s", i, s.wake*60, s.to.Format(time.RFC3339),
				s.from.Format(time.RFC3339), s.to.Format(time.DateOnly), s.deep*60, s.light*60, s.rem*60, s.minutes()*60, s.asleep()*60, kind)
		})
	}},
	{importer: "oura.api", file: "sleep.json", write: func(sleeps []slept) string {
		var items []string
		for i, s := range sleeps {
			items = append(items, fmt.Sprintf(`{"id":"a%d","average_hrv":50,"awake_time":%d,"bedtime_end":"%s","bedtime_start":"%s","day":"%s","deep_sleep_duration":%d,"light_sleep_duration":%d,"rem_sleep_duration":%d,"time_in_bed":%d,"total_sleep_duration":%d,"type":"%s"}`,
				i, s.wake*60, s.to.Format(iso), s.from.Format(iso), s.to.Format(time.DateOnly), s.deep*60, s.light*60, s.rem*60,
				s.minutes()*60, s.asleep()*60, map[bool]string{true: "long_sleep", false: "late_nap"}[s.main]))
		}
		return `{"data":[` + strings.Join(items, ",\n") + "]}"
	}},
	{importer: "zeo.nights", file: "zeodata.csv", mainOnly: true, write: func(sleeps []slept) string {
		return lines("Sleep Date,ZQ,Total Z,Time to Z,Time in Wake,Time in REM,Time in Light,Time in Deep,Awakenings,Start of Night,End of Night,Rise Time,Alarm Reason", sleeps, func(_ int, s slept) string {
			const day = "01/02/2006"
			return fmt.Sprintf("%s,80,%d,1,%d,%d,%d,%d,3,%s,%s,%s,0", s.to.AddDate(0, 0, -1).Format(day), s.asleep(), s.wake, s.rem,
				s.light, s.deep, s.from.Format(day+" 15:04"), s.to.Format(day+" 15:04"), s.to.Format(day+" 15:04"))
		})
	}},
	{importer: "ringconn.sleep", file: "Sleep-me-2031.csv", write: func(sleeps []slept) string {
		return lines("Start Time,End Time,Falling Asleep Time,Wake-up time,Sleep Time Ratio(%),Time Asleep(min),Sleep Stages - Awake(min),Sleep Stages - REM(min),Sleep Stages - Light Sleep(min),Sleep Stages - Deep Sleep(min)", sleeps, func(i int, s slept) string {
			layout := []string{naive, "2006-01-02 15:04"}[i%2]
			return fmt.Sprintf("%s,%s,%s,%s,90.00%%,%d,%d,%d,%d,%d", s.from.Format(layout), s.to.Format(layout),
				s.from.Format(layout), s.to.Format(layout), s.asleep(), s.wake, s.rem, s.light, s.deep)
		})
	}},
	{importer: "autosleep.nights", file: "AutoSleep.csv", mainOnly: true, noStages: true, write: func(sleeps []slept) string {
		return lines("ISO8601,fromDate,toDate,bedtime,waketime,inBed,awake,fellAsleepIn,sessions,asleep,asleepAvg7,efficiency,efficiencyAvg7,quality,qualityAvg7,deep,deepAvg7,tags,notes", sleeps, func(i int, s slept) string {
			label := s.to.AddDate(0, 0, i%2) // a later export of the same nights is one day ahead
			return fmt.Sprintf(`%sT20:59:59-08:00,"%s","%s",%s,%s,%s:00,%s:00,00:00:00,1,%s:00,08:00:00,90.0,90.0,05:00:00,05:00:00,%s:00,02:00:00,,`, label.Format(time.DateOnly),
				label.AddDate(0, 0, -1).Format("Monday, Jan 2, 2006"), label.Format("Monday, Jan 2, 2006"), s.from.Format(naive), s.to.Format(naive),
				split60(s.minutes(), "%02d:%02d"), split60(s.wake, "%02d:%02d"), split60(s.asleep(), "%02d:%02d"), split60(s.deep, "%02d:%02d"))
		})
	}},
	{importer: "sleepcycle.nights", file: "sleepdata.csv", noStages: true, write: func(sleeps []slept) string {
		return lines("Start;End;Sleep Quality;Regularity;Mood;Heart rate (bpm);Steps;Alarm mode;Air Pressure (Pa);City;Movements per hour;Time in bed (seconds);Time asleep (seconds);Time before sleep (seconds);Window start;Window stop;Did snore;Snore time;Weather temperature (°C);Weather type;Notes", sleeps, func(_ int, s slept) string {
			return fmt.Sprintf("%s;%s;78%%;88%%;;0;0;Normal;101.0;;43.5;%d;%d;0;;;true;0.0;2.6;Cloudy;", s.from.Format(naive),
				s.to.Format(naive), s.minutes()*60, s.asleep()*60)
		})
	}},
	{importer: "sleepasandroid.nights", file: "sleep-export.csv", noStages: true, write: func(sleeps []slept) string {
		text := ""
		for _, s := range reversed(sleeps) {
			text += "Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,DeepSleep,LenAdjust,Geo,\"23:20\"\n" +
				fmt.Sprintf(`"%d","%s","%s","%s","","%.6f","0.0","","10000","-1","-1.0","5","0.4","%d","","0.5"`, s.from.UnixMilli(),
					s.from.Location(), s.from.Format("02. 01. 2006 15:04"), s.to.Format("02. 01. 2006 15:04"), float64(s.minutes())/60, -s.wake) + "\n"
		}
		return text
	}},
	{importer: "garmin.sleep", file: "Sleep.csv", mainOnly: true, noStages: true, write: func(sleeps []slept) string {
		return lines("Date,Score,Resting Heart Rate,Body Battery,Pulse Ox,Respiration,Quality,Duration,Sleep Need,Bedtime,Wake Time", reversed(sleeps), func(_ int, s slept) string {
			return fmt.Sprintf("%s,81,52,60,96,14.2,Good,%s,7h 50min,%s,%s", s.to.Format(time.DateOnly),
				split60(s.asleep(), "%dh %dmin"), s.from.Format("15:04"), s.to.Format("15:04"))
		})
	}},
	{importer: "garmin.account", file: "2031_1_sleepData.json", mainOnly: true, utc: true, write: func(sleeps []slept) string {
		var items []string
		for _, s := range sleeps {
			const gmt = "2006-01-02T15:04:05.0"
			items = append(items, fmt.Sprintf(`{"sleepStartTimestampGMT":"%s","sleepEndTimestampGMT":"%s","calendarDate":"%s","sleepWindowConfirmationType":"ENHANCED_CONFIRMED_FINAL","deepSleepSeconds":%d,"lightSleepSeconds":%d,"remSleepSeconds":%d,"awakeSleepSeconds":%d,"unmeasurableSeconds":0,"retro":false}`,
				s.from.UTC().Format(gmt), s.to.UTC().Format(gmt), s.to.Format(time.DateOnly), s.deep*60, s.light*60, s.rem*60, s.wake*60))
		}
		return "[" + strings.Join(items, ",\n") + "]"
	}},
	{importer: "samsung.health", file: "com.samsung.shealth.sleep.20310401120000.csv", oneOffset: true, noStages: true,
		told: map[string]string{
			// No companion file reports whether the times are UTC: the hours of waking must.
			"night shifts in Berlin": "the times are taken for local ones",
		}, write: func(sleeps []slept) string {
			return lines("com.samsung.shealth.sleep,6305105,10\noriginal_efficiency,sleep_type,sleep_latency,total_rem_duration,total_light_duration,efficiency,sleep_score,sleep_duration,combined_id,com.samsung.health.sleep.start_time,com.samsung.health.sleep.time_offset,com.samsung.health.sleep.deviceuuid,com.samsung.health.sleep.end_time,com.samsung.health.sleep.datauuid", sleeps, func(i int, s slept) string {
				return fmt.Sprintf("91.5,1,-1,%d,%d,0.0,82,%d,c%d,%s.000,UTC%s,dev1,%s.000,5aaa%04d-0000-4000-8000-000000000001,", s.rem,
					s.light, s.minutes(), i, s.from.UTC().Format(naive), s.from.Format("-0700"), s.to.UTC().Format(naive), i)
			})
		}},
	{importer: "withings.sleep", file: "sleep.csv", write: func(sleeps []slept) string {
		return lines(`von,bis,"leicht (s)","tief (s)","rem (s)","wach (s)",Aufwachen,"Duration to sleep (s)","Duration to wake up (s)","Snoring (s)","Snoring episodes","Average heart rate","Heart rate (min)","Heart rate (max)"`, sleeps, func(_ int, s slept) string {
			return fmt.Sprintf("%s,%s,%d,%d,%d,%d,2,0,0,0,0,58,49,81", s.from.Format(time.RFC3339), s.to.Format(time.RFC3339),
				s.light*60, s.deep*60, s.rem*60, s.wake*60)
		})
	}},
	{importer: "polar.sleep", file: "sleep_result_1.json", mainOnly: true, write: func(sleeps []slept) string {
		var items []string
		for _, s := range sleeps {
			const pt = "PT%dH%dM"
			items = append(items, fmt.Sprintf(`{"night":"%s","evaluation":{"sleepType":"SLEEP_PLUS_STAGES","sleepSpan":"%s","asleepDuration":"%s","phaseDurations":{"wake":"%s","rem":"%s","light":"%s","deep":"%s","unknown":"PT0S"}},"sleepResult":{"hypnogram":{"sleepStart":"%s","sleepEnd":"%s"}}}`,
				s.to.Format(time.DateOnly), split60(s.minutes(), pt), split60(s.asleep(), pt), split60(s.wake, pt), split60(s.rem, pt),
				split60(s.light, pt), split60(s.deep, pt), s.from.Format(time.RFC3339), s.to.Format(time.RFC3339)))
		}
		return "[" + strings.Join(items, ",\n") + "]"
	}},
	{importer: "zepp.sleep", file: "SLEEP_1.csv", mainOnly: true, utc: true, write: func(sleeps []slept) string {
		return lines("date,deepSleepTime,shallowSleepTime,wakeTime,start,stop,REMTime,naps", sleeps, func(_ int, s slept) string {
			return fmt.Sprintf("%s,%d,%d,%d,%s,%s,%d,", s.to.Format(time.DateOnly), s.deep, s.light, s.wake,
				s.from.UTC().Format("2006-01-02 15:04:05+0000"), s.to.UTC().Format("2006-01-02 15:04:05+0000"), s.rem)
		})
	}},
	{importer: "eightsleep.nights", file: "sleep_nights.json", mainOnly: true, utc: true, write: func(sleeps []slept) string {
		var items []string
		for _, s := range sleeps {
			items = append(items, fmt.Sprintf(`{"ts":%d,"stages":[{"stage":"light","duration":%d},{"stage":"awake","duration":%d},{"stage":"deep","duration":%d},{"stage":"rem","duration":%d}],"timeseries":{}}`, s.from.Unix(), s.light*60, s.wake*60, s.deep*60, s.rem*60))
		}
		return `{"sessions":[` + strings.Join(items, ",\n") + "]}"
	}},
	{importer: "emfit.nights", file: "presence.csv", mainOnly: true, utc: true, write: func(sleeps []slept) string {
		return lines("device_id,time_start,time_end,time_duration,sleep_score,sleep_class_awake_duration,sleep_class_rem_duration,sleep_class_light_duration,sleep_class_deep_duration,measured_hr_avg,measured_rr_avg,hrv_rmssd_evening,hrv_rmssd_morning", sleeps, func(_ int, s slept) string {
			return fmt.Sprintf("1,%d,%d,%d,88,%d,%d,%d,%d,55,14.2,38.5,47.1", s.from.Unix(), s.to.Unix(), s.minutes()*60, s.wake*60,
				s.rem*60, s.light*60, s.deep*60)
		})
	}},
	{importer: "apple.export", file: "export.xml", write: writeApple},
	{importer: "apple.healthdata_csv", file: "SleepAnalysis.csv", utc: true, write: func(sleeps []slept) string {
		text := "sourceName,sourceVersion,device,type,unit,creationDate,startDate,endDate,value\n"
		for _, s := range sleeps {
			eachStage(s, func(name string, from, to time.Time) {
				at := func(t time.Time) string { return t.In(fixture.ExportZone).Format(fixture.AppleTime) }
				text += fmt.Sprintf("\"Mia’s Apple Watch\",\"9.1\",,\"SleepAnalysis\",,%s,%s,%s,HKCategoryValueSleepAnalysis%s\n",
					at(to), at(from), at(to), name)
			})
		}
		return text
	}},
	{importer: "nof1.nights", file: "nights.csv", mainOnly: true, write: func(sleeps []slept) string {
		return lines("date,tst,deep,rem,light,bedtime,waketime", sleeps, func(_ int, s slept) string {
			return fmt.Sprintf("%s,%d,%d,%d,%d,%s,%s", s.to.Format(time.DateOnly), s.asleep(), s.deep, s.rem, s.light,
				s.from.Format("15:04"), s.to.Format("15:04"))
		})
	}},
}

func writeWhoop(cycles bool) func([]slept) string {
	return func(sleeps []slept) string {
		header := "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm),Asleep duration (min),In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min),REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %,Sleep consistency %,Nap"
		if cycles {
			header = "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Day Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm),Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm),Asleep duration (min),In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min),REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %"
		}
		var cycle slept
		starts := map[time.Time]slept{} // of the cycle each sleep lies in
		for _, s := range sleeps {
			if s.main {
				cycle = s
			}
			starts[s.from] = cycle
		}
		return lines(header, reversed(sleeps), func(_ int, s slept) string {
			c := starts[s.from]
			zone := "UTC" + strings.TrimSuffix(c.from.Format("Z07:00"), ":00")
			if z := c.from.Format("Z07:00"); z != "Z" {
				zone = "UTC" + z
			}
			clock := func(t time.Time) string {
				_, seconds := c.from.Zone()
				return t.In(time.FixedZone("", seconds)).Format(naive)
			}
			duration := fmt.Sprintf("%d,%d,%d,%d,%d,%d", s.asleep(), s.minutes(), s.light, s.deep, s.rem, s.wake)
			if cycles {
				return fmt.Sprintf("%s,,%s,64,55,61,34.11,96.20,,,,,%s,%s,88,14.4,%s,505,22,93", clock(c.from), zone, clock(s.from),
					clock(s.to), duration)
			}
			return fmt.Sprintf("%s,,%s,%s,%s,88,14.4,%s,505,22,93,84,%s", clock(c.from), zone, clock(s.from), clock(s.to), duration,
				fmt.Sprint(!s.main))
		})
	}
}

// writeApple prints every time with the offset of the day of the export.
func writeApple(sleeps []slept) string {
	export := sleeps[len(sleeps)-1].to.AddDate(0, 0, 3)
	_, seconds := export.Zone()
	at := func(t time.Time) string { return t.In(time.FixedZone("", seconds)).Format("2006-01-02 15:04:05 -0700") }
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` +
		"\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate)>\n]>\n<HealthData locale=\"en_DE\">\n" +
		` <ExportDate value="` + at(export) + `"/>` + "\n")
	for _, s := range sleeps {
		eachStage(s, func(name string, from, to time.Time) {
			fmt.Fprintf(&b, ` <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Mia’s Apple Watch" sourceVersion="9.1" device="&lt;&lt;HKDevice: 0x281112222&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:9.1&gt;" creationDate="%s" startDate="%s" endDate="%s" value="HKCategoryValueSleepAnalysis%s">`+"\n"+`  <MetadataEntry key="HKTimeZone" value="%s"/>`+"\n </Record>\n",
				at(to), at(from), at(to), name, s.from.Location())
		})
	}
	b.WriteString("</HealthData>\n")
	return b.String()
}

// eachStage cuts a sleep into the stages that Apple records one by one.
func eachStage(s slept, write func(name string, from, to time.Time)) {
	from := s.from
	for _, stage := range []struct {
		name    string
		minutes int
	}{{"AsleepCore", s.light / 2}, {"AsleepDeep", s.deep}, {"Awake", s.wake}, {"AsleepREM", s.rem}, {"AsleepCore", s.light - s.light/2}} {
		to := from.Add(time.Duration(stage.minutes) * time.Minute)
		write(stage.name, from, to)
		from = to
	}
}
