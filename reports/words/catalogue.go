package words

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template"

	"nof1/reports/templates"

	"gopkg.in/yaml.v3"
)

// English is the language if no other is chosen. Every other catalogue is compared with
// it.
const English = "en"

// catalogues are the languages of templates, one file each.
var catalogues = sync.OnceValue(func() map[string]func() (map[string]*template.Template, error) {
	files, err := fs.Glob(templates.Files, "*.yaml")
	if err != nil {
		return nil // the pattern is good
	}
	out := map[string]func() (map[string]*template.Template, error){}
	for _, f := range files {
		out[strings.TrimSuffix(path.Base(f), ".yaml")] = sync.OnceValues(func() (map[string]*template.Template,
			error) {
			return readCatalogue(f)
		})
	}
	return out
})

// Languages lists what a report can be written in, by code: a file
// templates/CODE.yaml is one.
func Languages() []string { return slices.Sorted(maps.Keys(catalogues())) }

// Sentences is a language's catalogue by dotted id, read once and only when the
// first sentence is needed.
func Sentences(language string) (map[string]*template.Template, error) {
	read := catalogues()[language]
	if read == nil {
		return nil, fmt.Errorf("no language %q: want %s", language, strings.Join(Languages(), " or "))
	}
	return read()
}

func readCatalogue(file string) (map[string]*template.Template, error) {
	raw, err := templates.Files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	out := map[string]*template.Template{}
	if err := flatten(out, "", root.Content[0]); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

// flatten walks the tree of the catalogue and parses every leaf as a template.
func flatten(out map[string]*template.Template, prefix string, n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		t, err := template.New(prefix).Option("missingkey=error").Parse(n.Value)
		if err != nil {
			return fmt.Errorf("line %d: %w", n.Line, err)
		}
		out[prefix] = t
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a text or a group of texts", n.Line)
	}
	for i := 0; i < len(n.Content); i += 2 {
		id := n.Content[i].Value
		if prefix != "" {
			id = prefix + "." + id
		}
		if err := flatten(out, id, n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// Values are the named values of one sentence.
type Values = map[string]any

// Speaker says sentences and keeps the first thing that went wrong, so that
// the code that builds a document reads like the document.
type Speaker struct {
	lang string // "" English
	Err  error  // the first one; check it after the last sentence
}

// Speak returns a speaker of one of [Languages]; "" is English. An unknown language is
// an error of the first sentence.
func Speak(language string) *Speaker { return &Speaker{lang: language} }

// Code returns the code of the language: "en", "de".
func (s *Speaker) Code() string { return cmp.Or(s.lang, English) }

// Say returns the sentence of an id with its values. A missing id or value is
// an error of the program, kept in s.Err.
func (s *Speaker) Say(id string, v any) string {
	all, err := Sentences(s.Code())
	if err != nil {
		s.Fail(err)
		return ""
	}
	t, ok := all[id]
	if !ok {
		s.Fail(fmt.Errorf("no sentence for %q in the language catalogue", id))
		return ""
	}
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		s.Fail(fmt.Errorf("sentence %q: %w", id, err))
	}
	return b.String()
}

// Word returns a text without values.
func (s *Speaker) Word(id string) string { return s.Say(id, nil) }

// WordOr returns the text of an id, or the fallback if the language lacks it: for
// ids that come from outside, such as a supplement's.
func (s *Speaker) WordOr(id, fallback string) string {
	if s.Has(id) {
		return s.Word(id)
	}
	return fallback
}

// Fail keeps an error in s.Err, unless an earlier one is there.
func (s *Speaker) Fail(err error) {
	if s.Err == nil {
		s.Err = err
	}
}

// Has reports whether the language has a sentence for an id. A name that the program
// has in English, say of a supplement, is only in the other catalogues.
func (s *Speaker) Has(id string) bool {
	all, err := Sentences(s.Code())
	return err == nil && all[id] != nil
}

// Has reports whether every catalogue has a sentence for an id. It looks in English
// only: each of its ids is in the others.
func Has(id string) bool { return Speak(English).Has(id) }

// List joins names as a sentence does: "a", "a and b", "a, b and c".
func (s *Speaker) List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], s.Word("word.comma")) + s.Word("word.and") + names[last]
}

// SentenceCase raises the first letter of a sentence.
func SentenceCase(text string) string {
	if text == "" {
		return ""
	}
	r := []rune(text)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
