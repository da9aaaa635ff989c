package own

import (
	"fmt"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/internal/fixture"

	"github.com/google/go-cmp/cmp"
)

// suggested is a suggestion on one line, "" for none.
func suggested(s *Suggestion) string {
	if s == nil {
		return ""
	}
	d := s.Mapping.Date
	line := fmt.Sprintf("%s %q %s:", d.Column, d.Format, d.Convention)
	for _, c := range s.Mapping.Columns {
		line += fmt.Sprintf(" %s=%s(%s)", c.From, c.Metric, strings.Join(strings.Fields(c.Unit+" "+c.Rated+" "+c.Best+" "+c.Of), " "))
	}
	if s.Left != nil {
		line += " left " + strings.Join(s.Left, ",")
	}
	if s.DayMonth {
		line += " day or month"
	}
	return line
}

func TestSuggest(t *testing.T) {
	for text, want := range map[string]string{
		"Date,HRV,Sleep\n2031-03-10,48,7.2\n2031-03-11,51,6.9\n":          `Date "" : HRV=hrv_unknown(ms) Sleep=tst(h)`,
		"day,RMSSD,Minutes asleep\n2031-03-10,48,431\n":                   `day "" : RMSSD=hrv_rmssd(ms) Minutes asleep=tst(min)`,
		"Night of;Schlaf [s];SDNN\n13.3.2031;25860;60\n":                  `Night of "D.M.YYYY" evening: Schlaf [s]=tst(s) SDNN=hrv_sdnn(ms)`,
		"Date,Slept,Deep,Deep (%)\n3/28/2031,7:31,1.2,20\n":               `Date "M/D/YYYY" : Slept=tst(h:mm) Deep=deep(h) left Deep (%)`,
		"Date,Sleep\n3/4/2031,7.5\n":                                      `Date "D/M/YYYY" : Sleep=tst(h) day or month`,
		"Date,Sleep\n3/4/2031,7.5\n3/14/2031,7\n":                         `Date "M/D/YYYY" : Sleep=tst(h)`,
		"Created,Morning,Sleep\n2031-03-11 08:00,10-Mar-2031,7\n":         `Morning "D-MMM-YYYY" : Sleep=tst(h) left Created`,
		"Time,SpO2,Wrist temp,Resting\n2031-03-10 07:00,0.96,0.3,54\n":    `Time "" : SpO2=spo2(pct1) Wrist temp=skin_temp_deviation(degC) Resting=resting_hr(bpm)`,
		"Day,Temp,Efficiency\n20310310,94.6,0.93\n":                       `Day "YYYYMMDD" : Temp=skin_temp(F) Efficiency=sleep_efficiency(pct1)`,
		"Day,Sleep,Efficiency,Deep\n20310310,7.2,93%,18%\n":               `Day "YYYYMMDD" : Sleep=tst(h) Efficiency=sleep_efficiency(%) left Deep`,
		"Date,Bedtime,Woke,Awake\n2031-03-10,23:40,07:10,12\n":            `Date "" : Bedtime=bedtime() Woke=waketime() Awake=waso(min)`,
		"Date,Bedtime,Latency\n2031-03-10,23.7,12\n":                      `Date "" : Latency=sol(min) left Bedtime`,
		"Date,Sleep,Sleep (h),Sleep goal\n2031-03-10,430,7.2,8\n":         `Date "" : Sleep=tst(min) left Sleep (h),Sleep goal`,
		"Date,HRV,Resting\n2031-03-10,900,54\n":                           `Date "" : Resting=resting_hr(bpm) left HRV`,
		"Date,Sleep notes,Sleep\n2031-03-10,good,--\n2031-03-11,bad,7\n":  `Date "" : Sleep=tst(h) left Sleep notes`,
		"Date,Steps,Sleep,Alcohol\n2031-03-10,8000,7,0\n":                 `Date "" : Steps=steps(n day) Sleep=tst(h) Alcohol=alcohol(g day)`,
		"Date,Sleep,Stress,Quality\n2031-03-10,7,1,4\n2031-03-11,7,3,2\n": `Date "" : Sleep=tst(h) Stress=stress(1-3 low) Quality=sleep_quality(1-4 high)`,
		"Date,Sleep,Stress,Quality\n2031-03-10,7,0,70\n":                  `Date "" : Sleep=tst(h) Stress=stress(0-3 low) Quality=sleep_quality(0-100 high)`,
		"Date,Sleep,Stress (1-5),mood rating [0-10]\n2031-03-10,7,2,8\n":  `Date "" : Sleep=tst(h) Stress (1-5)=stress(1-5 low) mood rating [0-10]=mood_rating(0-10 high)`,
		"Date,Sleep,Stress (1-5),Worry\n2031-03-10,7,6,-1\n":              `Date "" : Sleep=tst(h) left Stress (1-5),Worry`,
		"Date,Steps,Score,Alcohol\n2031-03-10,8000,80,0\n":                "", // nothing measured
		"Date,Sleep\n":                              "", // no rows
		"Day,Sleep\nMonday,7.1\n":                   "", // no date
		"Date,Amount,Payee\n2031-03-10,12.5,Cafe\n": "", // no words of ours
		`{"date":"2031-03-10","sleep":7}`:           "",
		"Date,Sleep\n2031-03-10,7\nyesterday,7\n":   "", // one cell is not a date
		"Date,Sleep\n" + strings.Repeat("2031-03-10,7\n", 2*suggestedRows) + "x,": `Date "" : Sleep=tst(h)`,
	} {
		if diff := cmp.Diff(want, suggested(Suggest(importers.NewHead("t.csv", []byte(text))))); diff != "" {
			t.Errorf("%.60q -want +got:\n%s", text, diff)
		}
	}
}

// What is suggested reads the table it was made from.
func TestSuggestReads(t *testing.T) {
	own := fixture.Files{"own.csv": "Datum;HRV;Schlaf;Up;Tag\n10.03.2031;48,5;7:31;07:10;x\n11.03.2031;51,0;6:58;06:55;y\n"}
	s := Suggest(importers.NewHead("own.csv", []byte(own["own.csv"])))
	if s == nil {
		t.Fatal("nothing suggested")
	}
	imps, err := Mapped([]Mapping{s.Mapping})
	if err != nil {
		t.Fatal(err)
	}
	res, err := importers.Read(t.Context(), own.FS(), importers.Options{Formats: AllFormats(), Mapped: imps})
	if err != nil {
		t.Fatal(err)
	}
	c := importers.Collector{Records: res.Records}
	if diff := cmp.Diff([]string{"2031-03-10 hrv_unknown 48.5", "2031-03-10 tst 451", "2031-03-11 hrv_unknown 51",
		"2031-03-11 tst 418"}, fixture.Values(c.Records)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if in := res.Inputs[0]; len(in.Problems) > 0 {
		t.Errorf("%+v", in)
	}
}
