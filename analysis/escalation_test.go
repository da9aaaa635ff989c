package analysis

import (
	"slices"
	"testing"

	"nof1/importers/record"
)

func typedStudy(entries ...record.Entry) Study {
	s := quietStudy()
	s.Entries = entries
	return s
}

func note(text string) record.Entry {
	return record.Entry{When: momentOf(int(day0) + 50), Item: "note", Note: text}
}

func score(item string, day int, v float64) record.Entry {
	return record.Entry{When: momentOf(int(day0) + day), Item: item, Value: v, HasValue: true}
}

func TestEscalation(t *testing.T) {
	var short, slept []record.Entry
	for i := range 20 {
		short = append(short, score("tst", 60+i, 200))
		slept = append(slept, score("tst", 60+i, 420))
	}
	for _, c := range []struct {
		name  string
		study Study
		want  []string
	}{
		{"nothing typed", quiet, nil},
		{"an ordinary note", typedStudy(note("slept well, no worries, end of the month, killed it at the gym")), nil},
		{"self-harm in a note", typedStudy(note("I'd be better off dead")), []string{"crisis"}},
		{"a curly apostrophe", typedStudy(note("don’t want to live like this")), []string{"crisis"}},
		{"self-harm, denied, still shows", typedStudy(note("no suicidal thoughts")), []string{"crisis"}},
		{"PHQ-9 item nine", typedStudy(score("phq9_item9", 10, 1)), []string{"crisis"}},
		{"PHQ-9 item nine is none", typedStudy(score("phq9_item9", 10, 0)), nil},
		{"a note on a dose", func() Study {
			s := quietStudy()
			s.Doses = slices.Clone(s.Doses)
			s.Doses[3].Note = "thinking of suicide"
			return s
		}(), []string{"crisis"}},
		{"chest pain", typedStudy(note("Chest pain this morning")), []string{"urgent_body"}},
		{"no chest pain", typedStudy(note("no chest pain")), nil},
		{"fainting answered no", typedStudy(record.Entry{When: momentOf(int(day0)), Item: "fainting", HasValue: true, YesNo: true}), nil},
		{"fainting answered yes", typedStudy(record.Entry{When: momentOf(int(day0)), Item: "fainting", Value: 1, HasValue: true,
			YesNo: true}), []string{"urgent_body"}},
		{"GAD-7 of 15", typedStudy(score("gad7", 10, 15)), []string{"prompt"}},
		{"GAD-7 of 14", typedStudy(score("gad7", 10, 14)), []string{"suggest"}},
		{"GAD-7 of 9", typedStudy(score("gad7", 10, 9)), nil},
		{"GAD-7 twice above 10, a fortnight apart", typedStudy(score("gad7", 10, 11), score("gad7", 24, 10)), []string{"prompt"}},
		{"GAD-7 twice above 10, a week apart", typedStudy(score("gad7", 10, 11), score("gad7", 17, 10)), []string{"suggest"}},
		{"the latest counts", typedStudy(score("gad7", 10, 16), score("gad7", 20, 3)), nil},
		{"up by four", typedStudy(score("gad7", 10, 3), score("gad7", 140, 7)), []string{"worse"}},
		{"up by three", typedStudy(score("gad7", 10, 3), score("gad7", 140, 6)), nil},
		{"GAD-2", typedStudy(score("gad2", 10, 3)), []string{"suggest"}},
		{"PHQ-9 of 20", typedStudy(score("phq9", 10, 20)), []string{"prompt"}},
		{"short sleep typed", typedStudy(short...), []string{"sleep"}},
		{"enough sleep typed", typedStudy(slept...), nil},
		{"stopping a medicine", typedStudy(note("stopped taking my sertraline")), []string{"medicine"}},
		{"stopping coffee", typedStudy(note("stopped coffee")), nil},
		{"pregnancy", typedStudy(note("found out I am pregnant")), []string{"gate"}},
		{"not pregnant", typedStudy(note("not pregnant")), nil},
		{"a life of one's own", typedStudy(note("I thought about taking my own life")), []string{"crisis"}},
		{"no longer alive", typedStudy(note("I do not want to be alive")), []string{"crisis"}},
		{"German: not live any more", typedStudy(note("Ich will nicht mehr leben.")), []string{"crisis"}},
		{"German: do something to oneself", typedStudy(note("Gedanken, mir etwas anzutun")), []string{"crisis"}},
		{"German: kill oneself, umlauts", typedStudy(note("ich möchte sterben, mich töten")), []string{"crisis"}},
		{"German: an ordinary note",
			typedStudy(note("gut geschlafen, nicht mehr aufgewacht, Stille im Haus, Termin beim Chef überlebt, todmüde")), nil},
		{"German: the body", typedStudy(note("Druck auf der Brust und Herzrasen")), []string{"urgent_body"}},
		{"German: the body, denied", typedStudy(note("kein Herzrasen, keine Atemnot")), nil},
		{"German: breath", typedStudy(note("Atemaussetzer, sagt meine Frau")), []string{"sleep"}},
		{"German: a medicine stopped", typedStudy(note("habe mein Sertralin gestern abgesetzt")), []string{"medicine"}},
		{"German: coffee stopped", typedStudy(note("Kaffee abgesetzt")), nil},
		{"German: pregnant", typedStudy(note("bin schwanger")), []string{"gate"}},
		{"German: kidneys", typedStudy(note("Nierenschwäche seit 2019")), []string{"gate"}},
		{"most urgent first", typedStudy(note("kidney disease. palpitations. want to die")), []string{"crisis", "urgent_body", "gate"}},
	} {
		var got []string
		for _, n := range analysed(t, c.study).Escalation {
			got = append(got, n.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// No sensor sets a text off, however odd its values.
func TestSensorsNeverEscalate(t *testing.T) {
	s := quiet.series("spo2", always(80)).series("tst", always(100))
	for i, r := range s.Records {
		if r.Metric == "hrv_rmssd" {
			s.Records[i].Value = 3
		}
	}
	if got := analysed(t, s).Escalation; got != nil {
		t.Errorf("%+v", got)
	}
}

func TestHarms(t *testing.T) {
	rowOf := func(s Study, id string) Harm {
		for _, h := range analysed(t, s).Harms {
			if h.ID == id {
				return h
			}
		}
		t.Fatalf("no row %s", id)
		return Harm{}
	}
	if h := rowOf(quiet, "loose_stool"); h.DaysAsked != 0 || h.DaysYes != 0 {
		t.Errorf("never asked: %+v", h)
	}
	asked := quiet.tag("loose_stool", never, true)
	if h := rowOf(asked, "loose_stool"); h.DaysAsked != 200 || h.DaysYes != 0 || h.AskedOn != 80 {
		t.Errorf("asked every day, none: %+v", h)
	}
	some := quiet.tag("Loose stool", between(130, 133), true)
	if h := rowOf(some, "loose_stool"); h.DaysYes != 3 || h.YesOn != 3 || len(h.Dates) != 3 || h.Dates[0] != day0+129 {
		t.Errorf("three days: %+v", h)
	}
	if h := rowOf(quiet.tag("nausea", between(10, 11), false), "nausea"); h.DaysYes != 1 || h.YesOn != 0 || h.DaysAsked != 1 {
		t.Errorf("nausea before the start: %+v", h)
	}
}

// The last fourteen nights before the start are ranked as the last seven are.
func TestLastFourteenNights(t *testing.T) {
	m := made{nights: 240, on: from(120), seed: 5, adjust: func(i int) float64 {
		if i >= 106 && i < 120 {
			return -.4
		}
		return 0
	}}
	c := caveatOf(analysed(t, m.study()), "regression_to_mean")
	if c == nil || c.value("baseline_last14_percentile") > 5 || c.value("baseline_last7_percentile") > 10 {
		t.Errorf("two bad weeks: %+v", c)
	}
	one := m
	one.adjust = func(i int) float64 {
		switch {
		case i >= 113 && i < 120:
			return -.4
		case i >= 106 && i < 113:
			return .4
		}
		return 0
	}
	c = caveatOf(analysed(t, one.study()), "regression_to_mean")
	if c == nil || c.value("baseline_last7_percentile") > 5 || c.value("baseline_last14_percentile") < 20 {
		t.Errorf("a good week and a bad one: %+v", c)
	}
}
