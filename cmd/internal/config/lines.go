package config

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// fieldAt returns the key path of the value on a line of a YAML text, or "?".
func fieldAt(text []byte, line int) string {
	found := "?"
	walk(root(text), "", func(path string, _, value *yaml.Node) {
		if value.Line == line {
			found = path
		}
	})
	return found
}

// lineOf returns the line of a key path ("mappings[0].zero") in a YAML text, or 1 if
// the text does not hold it.
func lineOf(text []byte, path string) int {
	if line, ok := findLine(text, path); ok {
		return line
	}
	return 1
}

// findLine returns the line of a key path and reports whether the text holds it. Keys
// compare without case.
func findLine(text []byte, path string) (line int, ok bool) {
	walk(root(text), "", func(p string, key, _ *yaml.Node) {
		if strings.EqualFold(p, path) {
			line, ok = key.Line, true
		}
	})
	return line, ok
}

// root returns the top mapping of a YAML text, or an empty node.
func root(text []byte) *yaml.Node {
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || len(doc.Content) == 0 {
		return &yaml.Node{}
	}
	return doc.Content[0]
}

// walk visits every key and list item below a node in the order of the text. A list
// item is passed as its own key.
func walk(n *yaml.Node, path string, visit func(path string, key, value *yaml.Node)) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			p := n.Content[i].Value
			if path != "" {
				p = path + "." + p
			}
			visit(p, n.Content[i], n.Content[i+1])
			walk(n.Content[i+1], p, visit)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			p := path + "[" + strconv.Itoa(i) + "]"
			visit(p, item, item)
			walk(item, p, visit)
		}
	}
}
