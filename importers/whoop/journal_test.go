package whoop

import (
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/internal/fixture"
)

// An answer belongs to the night of its cycle's sleep, which the cycles tell: the
// start of the cycle alone would be a day off for those who sleep by day and
// where a night was not detected.
func TestWhoopJournalFollowsItsCycle(t *testing.T) {
	const cycles = "Cycle start time,Cycle timezone,Heart rate variability (ms),Sleep onset,Wake onset,Asleep duration (min),In bed duration (min)\n" +
		"2031-03-12 15:30:10,UTC+01:00,61,2031-03-12 15:30:10,2031-03-12 23:10:00,430,460\n" + // after a night shift
		"2031-03-10 13:05:00,UTC+01:00,60,2031-03-10 23:20:00,2031-03-11 06:50:00,430,450\n" + // the sleep hours after the start
		"2031-03-09 22:41:10,UTC+01:00,59,2031-03-09 22:41:10,2031-03-10 06:30:00,430,469\n"
	const journal = "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes\n" +
		"2031-03-12 15:30:10,,UTC+01:00,Share your bed?,true,\n" +
		"2031-03-10 13:05:00,,UTC+01:00,Share your bed?,false,\n" +
		"2031-03-09 22:41:10,,UTC+01:00,Share your bed?,true,\n" +
		"2031-03-07 23:00:00,,UTC+01:00,Share your bed?,true,\n" // of which the cycles say nothing
	for _, name := range []string{"a_journal.csv", "z_journal.csv"} { // read before the cycles, and after them
		res, err := importers.Read(t.Context(), fixture.Files{name: journal, "cycles.csv": cycles}.FS(), importers.Options{Formats: AllFormats()})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range res.Entries {
			got = append(got, e.Night.String())
			if e.When.Day != e.Night-1 {
				t.Errorf("%s: the day is %s, want the one before the night %s", name, e.When, e.Night)
			}
		}
		if want := "2031-03-12 2031-03-11 2031-03-10 2031-03-08"; strings.Join(got, " ") != want {
			t.Errorf("%s: nights %v, want %s", name, got, want)
		}
	}
}

// Nobody has shown the journal's headers in every language, but its rows look the
// same in all.
func TestWhoopJournalInAnyLanguage(t *testing.T) {
	for _, header := range []string{
		"Hora de inicio del ciclo,Hora de finalización del ciclo,Zona horaria del ciclo,Texto de la pregunta,Respondió sí,Notas",
		"Inizio ciclo,Fine ciclo,Fuso orario,Domanda,Risposta,Note",
	} {
		text := header + "\n2031-03-09 22:41:10,,UTC-05:00,\"¿Bebiste alcohol, o no?\",true,\n2031-03-08 22:41:10,,UTCZ,Otra cosa,false,\n"
		res, err := importers.Read(t.Context(), fixture.Files{"j.csv": text}.FS(), importers.Options{Formats: AllFormats()})
		if err != nil || res.Inputs[0].Importer != "whoop.journal" || len(res.Entries) != 2 {
			t.Fatalf("%v: %+v", err, res.Inputs)
		}
		if e := res.Entries[0]; e.Item != "alcohol" || e.Value != 1 || e.Night.String() != "2031-03-10" || res.Entries[1].Value != 0 {
			t.Errorf("%+v", res.Entries)
		}
	}
	for _, other := range []string{
		"a,b,c,d,e,f\n2031-03-09 22:41:10,,Europe/Berlin,text,true,\n",
		"a,b,c,d,e,f\n2031-03-09,,UTCZ,text,true,\n",
		"a,b,c,d,e,f\n2031-03-09 22:41:10,,UTCZ,text,7,\n",
	} {
		if Journal.Identify(importers.SourceFromBytes("j.csv", []byte(other)).Head) {
			t.Errorf("took %q for a journal", other)
		}
	}
}

// Cycles under headers in another language are refused with advice, not guessed
// by their places.
func TestWhoopUnknownLanguage(t *testing.T) {
	header := strings.Repeat("parola,", 25) + "parola\n"
	row := "2031-03-09 22:41:10,2031-03-10 22:41:10,UTC+01:00,65,77,16" + strings.Repeat(",1", 20) + "\n"
	src := importers.SourceFromBytes("cicli.csv", []byte(header+row))
	if !Foreign.Identify(src.Head) {
		t.Fatal("not recognised")
	}
	if _, err := Foreign.Read(src, &importers.Collector{}); err == nil || !strings.Contains(err.Error(), "English") {
		t.Errorf("%v, want advice to export in English", err)
	}
}
