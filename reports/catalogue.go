package reports

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"nof1/reports/templates"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template"

	"gopkg.in/yaml.v3"
)

// English is the language where none is chosen, and the one every other
// catalogue is compared with.
const English = "en"

// catalogues are the languages of templates, one file each.
var catalogues = sync.OnceValue(func() map[string]func() (map[string]*template.Template, error) {
	files, err := fs.Glob(templates.Files, "*.yaml")
	if err != nil {
		return nil // the pattern is good
	}
	out := map[string]func() (map[string]*template.Template, error){}
	for _, f := range files {
		out[strings.TrimSuffix(path.Base(f), ".yaml")] = sync.OnceValues(func() (map[string]*template.Template, error) { return readCatalogue(f) })
	}
	return out
})

// Languages lists what a report can be written in, by code: a file
// templates/CODE.yaml is one.
func Languages() []string { return slices.Sorted(maps.Keys(catalogues())) }

// sentences is a language's catalogue by dotted id, read once and only when the
// first sentence is needed.
func sentences(language string) (map[string]*template.Template, error) {
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

// values are the named values of one sentence.
type values = map[string]any

// speaker says sentences and keeps the first thing that went wrong, so that
// the code that builds a document reads like the document.
type speaker struct {
	lang string // "" English
	err  error
}

// speak says sentences in a language of [Languages], "" English.
func speak(language string) *speaker { return &speaker{lang: language} }

// language is the code of the language.
func (s *speaker) language() string { return cmp.Or(s.lang, English) }

// say returns the sentence of an id with its values. A missing id or value is
// an error of the program, kept in s.err.
func (s *speaker) say(id string, v any) string {
	all, err := sentences(s.language())
	if err != nil {
		s.fail(err)
		return ""
	}
	t, ok := all[id]
	if !ok {
		s.fail(fmt.Errorf("no sentence for %q in the language catalogue", id))
		return ""
	}
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		s.fail(fmt.Errorf("sentence %q: %w", id, err))
	}
	return b.String()
}

// word returns a text without values.
func (s *speaker) word(id string) string { return s.say(id, nil) }

// wordOr returns the text of an id, or the fallback where there is none: for
// ids that come from outside, such as a supplement's.
func (s *speaker) wordOr(id, fallback string) string {
	if s.has(id) {
		return s.word(id)
	}
	return fallback
}

func (s *speaker) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// has tells whether the language has a sentence for an id: a name the program
// has in English, say of a supplement, stands in the other catalogues alone.
func (s *speaker) has(id string) bool {
	all, err := sentences(s.language())
	return err == nil && all[id] != nil
}

// has tells whether every catalogue has a sentence for an id: English has none
// that the others have not.
func has(id string) bool { return speak(English).has(id) }

// list joins names as a sentence does: "a", "a and b", "a, b and c".
func (s *speaker) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], s.word("word.comma")) + s.word("word.and") + names[last]
}

// sentenceCase raises the first letter of a sentence.
func sentenceCase(text string) string {
	if text == "" {
		return ""
	}
	r := []rune(text)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
