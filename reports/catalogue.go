package reports

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"text/template"

	"gopkg.in/yaml.v3"
)

//go:embed templates
var templates embed.FS

// sentences is the language catalogue by dotted id, read once and only when
// the first sentence is needed.
var sentences = sync.OnceValues(func() (map[string]*template.Template, error) {
	raw, err := templates.ReadFile("templates/en.yaml")
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return nil, fmt.Errorf("language catalogue: %w", err)
	}
	out := map[string]*template.Template{}
	return out, flatten(out, "", root.Content[0])
})

// flatten walks the tree of the catalogue and parses every leaf as a template.
func flatten(out map[string]*template.Template, prefix string, n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		t, err := template.New(prefix).Option("missingkey=error").Parse(n.Value)
		if err != nil {
			return fmt.Errorf("language catalogue: line %d: %w", n.Line, err)
		}
		out[prefix] = t
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("language catalogue: line %d: want a text or a group of texts", n.Line)
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
type speaker struct{ err error }

// say returns the sentence of an id with its values. A missing id or value is
// an error of the program, kept in s.err.
func (s *speaker) say(id string, v any) string {
	all, err := sentences()
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
	if has(id) {
		return s.word(id)
	}
	return fallback
}

func (s *speaker) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// has tells whether the catalogue holds an id.
func has(id string) bool {
	all, err := sentences()
	return err == nil && all[id] != nil
}

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
