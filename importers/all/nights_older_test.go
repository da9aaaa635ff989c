package all

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"nof1/importers/importertest"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

// olderConventions are formats of the same vendors that another one of theirs
// has replaced, or that programs make of it.
var olderConventions = []convention{
	{importer: "oura.cloud", file: "oura_2031-04-01T12-00-00.json", write: func(sleeps []slept) string {
		var items []string
		for i, s := range sleeps {
			items = append(items, fmt.Sprintf(`{"summary_date":"%s","period_id":%d,"is_longest":%d,"bedtime_start":"%s","bedtime_end":"%s","duration":%d,"total":%d,"awake":%d,"light":%d,"rem":%d,"deep":%d,"onset_latency":0,"rmssd":41,"rmssd_5min":[0,41]}`,
				s.from.Format(time.DateOnly), i, map[bool]int{true: 1}[s.main], s.from.Format(time.RFC3339), s.to.Format(time.RFC3339),
				s.minutes()*60, s.asleep()*60, s.wake*60, s.light*60, s.rem*60, s.deep*60))
		}
		return `{"activity":[],"readiness":[],"sleep":[` + strings.Join(items, ",\n") + "]}"
	}},
	{importer: "fitabase.sleep_minutes", file: "minuteSleep_merged.csv", noStages: true, oneOffset: true, write: func(sleeps []slept) string {
		var b strings.Builder
		b.WriteString("Id,date,value,logId\n")
		for i, s := range sleeps {
			end := s.oneOffset()
			for minute := range s.minutes() {
				value := 1
				if minute >= 60 && minute < 60+s.wake && s.main || !s.main && minute > 0 && minute <= s.wake {
					value = 2 + minute%2 // restless or awake
				}
				fmt.Fprintf(&b, "101,%s,%d,%d\n", end.Add(time.Duration(minute-s.minutes())*time.Minute).Format("1/2/2006 3:04:05 PM"),
					value, 11380564589+i)
			}
		}
		return b.String()
	}},
	{importer: "garmin.db_sleep", file: "sleep.csv", mainOnly: true, write: func(sleeps []slept) string {
		return lines("day,start,end,total_sleep,deep_sleep,light_sleep,rem_sleep,awake,avg_spo2,avg_rr,avg_stress,score,qualifier",
			sleeps, func(_ int, s slept) string {
				const local, span = "2006-01-02 15:04:05.000000", "%02d:%02d:00.000000"
				return fmt.Sprintf("%s,%s,%s,%s,%s,%s,%s,%s,95.0,14.1,18.0,80,GOOD", s.to.Format(time.DateOnly), s.from.Format(local),
					s.to.Format(local),
					split60(s.asleep(), span), split60(s.deep, span), split60(s.light, span), split60(s.rem, span), split60(s.wake, span))
			})
	}},
	{importer: "garmin.fit", file: "111111111_SLEEP_DATA.fit", mainOnly: true, utc: true, write: writeFIT},
}

// writeFIT writes the stages and the end of every sleep, as a watch does a night a
// file.
func writeFIT(sleeps []slept) string {
	levels := map[string]typedef.SleepLevel{"AsleepCore": typedef.SleepLevelLight, "AsleepDeep": typedef.SleepLevelDeep,
		"AsleepREM": typedef.SleepLevelRem, "Awake": typedef.SleepLevelAwake}
	id := mesgdef.NewFileId(nil).SetType(importertest.FitSleepFile).SetManufacturer(typedef.ManufacturerGarmin).SetTimeCreated(sleeps[0].to)
	messages := []proto.Message{id.ToMesg(nil)}
	for _, s := range sleeps {
		eachStage(s, func(name string, from, _ time.Time) {
			messages = append(messages, importertest.FitStage(from, levels[name]))
		})
		messages = append(messages, importertest.FitSleepEnd(s.to))
	}
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&proto.FIT{Messages: messages}); err != nil {
		panic(err) // made wrongly here, whatever is tested
	}
	return b.String()
}
