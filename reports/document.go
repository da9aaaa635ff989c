package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// node is one value of a JSON document, its keys in the order they stand in.
type node struct {
	text string // of a scalar as JSON; "{" and "[" for the others
	keys []string
	of   map[string]*node // by key; an array's by what its elements are called
}

// identity are the keys that together identify an element of a list.
var identity = []string{"path", "metric", "source", "id", "item", "outcome", "lag", "label", "name"}

// readNode parses a document. Numbers keep their digits.
func readNode(doc []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	n, err := nextNode(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something stands behind the document at byte %d", d.InputOffset())
	}
	return n, nil
}

func nextNode(d *json.Decoder) (*node, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return objectNode(d)
	case json.Delim('['):
		return listNode(d)
	}
	text, err := json.Marshal(t)
	return &node{text: string(text)}, err
}

func objectNode(d *json.Decoder) (*node, error) {
	n := &node{text: "{", of: map[string]*node{}}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := nextNode(d)
		if err != nil {
			return nil, err
		}
		n.add(key.(string), value)
	}
	_, err := d.Token()
	return n, err
}

func listNode(d *json.Decoder) (*node, error) {
	n := &node{text: "[", of: map[string]*node{}}
	for d.More() {
		value, err := nextNode(d)
		if err != nil {
			return nil, err
		}
		name := value.Name()
		if name == "" {
			name = fmt.Sprint(len(n.keys))
		}
		n.add(name, value)
	}
	_, err := d.Token()
	return n, err
}

// add appends a value; a second of the same name is numbered.
func (n *node) add(key string, value *node) {
	name := key
	for i := 2; n.of[name] != nil; i++ {
		name = fmt.Sprintf("%s #%d", key, i)
	}
	n.keys = append(n.keys, name)
	n.of[name] = value
}

// Name returns the name of an element of a list, or "" if only its place identifies
// it.
func (n *node) Name() string {
	var parts []string
	for _, key := range identity {
		v := n.of[key]
		if n.text != "{" || v == nil || v.of != nil {
			continue
		}
		var s string
		if json.Unmarshal([]byte(v.text), &s) != nil {
			s = v.text
		}
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// nightColumns turns every column of the nightly table, at any depth, into a
// list by date, so that a night more does not make all others differ.
func nightColumns(table *node) {
	if table == nil || table.of["night"] == nil {
		return
	}
	dates := table.of["night"]
	var walk func(*node)
	walk = func(n *node) {
		if n.text == "[" && len(n.keys) == len(dates.keys) {
			byDate := &node{text: "[", of: map[string]*node{}}
			for i, key := range n.keys {
				byDate.add(strings.Trim(dates.of[dates.keys[i]].text, `"`), n.of[key])
			}
			*n = *byDate
			return
		}
		for _, key := range n.keys {
			walk(n.of[key])
		}
	}
	for _, key := range table.keys {
		if key != "night" {
			walk(table.of[key])
		}
	}
	delete(table.of, "night") // every column says its nights
	table.keys = without(table.keys, "night")
}

func without(keys []string, key string) []string {
	var out []string
	for _, k := range keys {
		if k != key {
			out = append(out, k)
		}
	}
	return out
}

// write writes a value as compact JSON.
func (n *node) write(b *strings.Builder) {
	if n.of == nil {
		b.WriteString(n.text)
		return
	}
	b.WriteString(n.text)
	for i, key := range n.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		if n.text == "{" {
			name, _ := json.Marshal(key) // a string always marshals
			b.Write(name)
			b.WriteByte(':')
		}
		n.of[key].write(b)
	}
	b.WriteByte(map[string]byte{"{": '}', "[": ']'}[n.text])
}

// String is the value as compact JSON.
func (n *node) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}
