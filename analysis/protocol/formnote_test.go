package protocol

import (
	"maps"
	"regexp"
	"strings"
	"testing"
)

// TestEveryFormHasItsNote: a row each, complete, and none for a form we do not
// know.
func TestEveryFormHasItsNote(t *testing.T) {
	notes := maps.Clone(formNotes())
	for _, f := range Forms() {
		n, ok := NoteOf(f.ID)
		if !ok {
			t.Errorf("%s: no note", f.ID)
			continue
		}
		if n.Label == "" || len(n.Pitfalls) == 0 || n.Absorption.Text == "" || n.Doubt == "" {
			t.Errorf("%s: incomplete: %+v", f.ID, n)
		}
		if n.Gut < 0 || n.Gut > 5 || (n.Gut == 0) != (f.ID == "bisglycinate_buffered" || f.ID == "blend") {
			t.Errorf("%s: gut %d", f.ID, n.Gut)
		}
		if n.Absorption.Verified != (n.Absorption.Source != "") {
			t.Errorf("%s: verified %v with source %q", f.ID, n.Absorption.Verified, n.Absorption.Source)
		}
		delete(notes, f.ID)
	}
	for id := range notes {
		t.Errorf("a note on %s, which is no form", id)
	}
}

// TestGutOrder pins the order of forms by the gut, gentlest first.
func TestGutOrder(t *testing.T) {
	order := []string{"bisglycinate", "lactate", "citrate", "oxide", "sulfate"}
	for i := 1; i < len(order); i++ {
		a, _ := NoteOf(order[i-1])
		b, _ := NoteOf(order[i])
		if a.Gut >= b.Gut {
			t.Errorf("%s (%d) is not gentler than %s (%d)", a.ID, a.Gut, b.ID, b.Gut)
		}
	}
}

// No share of a dose that is absorbed is ever printed: the well-known figure
// for oxide depends on the method.
func TestNoShareAbsorbed(t *testing.T) {
	share := regexp.MustCompile(`(?:^|[^\d.])4 ?%`)
	promise := regexp.MustCompile(`(?i)\b(best absorbed|superior|works|effective|boosts?|optimi[sz]e\w*|normal)\b`)
	for _, f := range Forms() {
		n, _ := NoteOf(f.ID)
		text := strings.Join(append([]string{n.Label, n.Absorption.Text, n.Doubt}, n.Pitfalls...), " ")
		if strings.Contains(n.Absorption.Text, "%") || share.MatchString(text) {
			t.Errorf("%s: a share that is absorbed: %q", f.ID, text)
		}
		if w := promise.FindString(text); w != "" {
			t.Errorf("%s: %q promises: %q", f.ID, w, text)
		}
	}
	if !strings.Contains(FormsCompared, "No form has been shown to work best for worry or sleep.") {
		t.Error("the sentence on all forms is gone")
	}
}

func TestParseFormNotesRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"twice": "- id: a\n- id: a\n", "unknown key": "- id: a\n  colour: red\n", "no list": "id: a\n",
	} {
		if _, err := parseFormNotes([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, ok := NoteOf("picolinate"); ok {
		t.Error("a note on no form of magnesium")
	}
}
