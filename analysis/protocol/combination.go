package protocol

import (
	"slices"
	"strings"
)

// Topical is the id of magnesium on the skin or in a bath. The absorbed amount is
// unknown, so it is never added to swallowed magnesium.
const Topical = "magnesium_topical"

// skinWords are the words of a name that mark a product that is not swallowed.
var skinWords = map[string]bool{
	"topical": true, "transdermal": true, "lotion": true, "cream": true, "spray": true, "sprays": true, "oil": true, "bath": true,
	"baths": true, "soak": true, "soaks": true, "flakes": true, "gel": true, "balm": true, "salts": true, "salt": true, "foot": true,
}

// onSkin reports whether a name means [Topical]: "magnesium oil spray" or "Epsom salt
// bath". "Epsom salt" alone does not, because it may have been swallowed.
func onSkin(name string) bool {
	var rest []string
	skin := false
	for _, w := range strings.Fields(plain(name)) {
		if skinWords[w] {
			skin = skin || w != "salt" && w != "salts" && w != "foot"
		} else {
			rest = append(rest, w)
		}
	}
	if !skin {
		return false
	}
	left := strings.Join(rest, " ")
	_, form := FormByName(left)
	return left == "epsom" || magnesiumWords[left] || form && namesMagnesium(left)
}

// mixes maps the usual names of combined products to the ids of their parts.
var mixes = map[string][]string{
	"zma": {"zinc", magnesium, "vitamin_b6"}, "calmag": {"calcium", magnesium}, "cal mag": {"calcium", magnesium},
	"cal mag zinc": {"calcium", magnesium, "zinc"},
}

// ingredients maps plain names to the ids of ingredients outside the catalogue.
var ingredients = map[string]string{
	"b6": "vitamin_b6", "vitamin b6": "vitamin_b6", "vit b6": "vitamin_b6", "p5p": "vitamin_b6", "pyridoxine": "vitamin_b6",
	"p 5 p": "vitamin_b6",
	"b12":   "vitamin_b12", "vitamin b12": "vitamin_b12", "b complex": "b_vitamins", "b vitamins": "b_vitamins", "vitamin c": "vitamin_c",
	"k2": "vitamin_k2", "vitamin k2": "vitamin_k2", "calcium": "calcium", "potassium": "potassium", "iron": "iron",
	"gaba": "gaba", "5 htp": "5_htp", "5htp": "5_htp", "tryptophan": "tryptophan", "l tryptophan": "tryptophan",
	"lemon balm": "lemon_balm", "passionflower": "passionflower", "passion flower": "passionflower", "hops": "hops", "rhodiola": "rhodiola",
}

// Parts returns the ids of the ingredients that the name of a combined product
// mentions, in order and without repetition. It returns nil for a name with fewer than
// two ingredients. Several forms of magnesium are one ingredient.
func (c *Catalogue) Parts(name string) []string {
	if _, found := c.Lookup(name); found {
		return nil
	}
	key := strings.ReplaceAll(plain(name), " + ", " ")
	if parts := mixes[key]; parts != nil {
		return slices.Clone(parts)
	}
	var out []string
	words := strings.Fields(key)
	for i := 0; i < len(words); {
		id, used := c.leadingPart(words[i:], i == 0)
		if used == 0 {
			i++
			continue
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
		i += used
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// leadingPart returns the id of the ingredient at the beginning of words and the
// number of words of its name. It prefers the longest name. It returns 0 words if no
// ingredient matches.
func (c *Catalogue) leadingPart(words []string, first bool) (id string, used int) {
	for n := len(words); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if name == "mg" && !first { // the unit of an amount, not the element
			return "", 0
		}
		if mix := mixes[name]; mix != nil {
			continue
		}
		if s, ok := c.Lookup(name); ok {
			return s.ID, n
		}
		if part, ok := ingredients[name]; ok {
			return part, n
		}
		if f, ok := FormByName(name); ok && f.ID != "blend" { // "blend" alone does not mean magnesium
			return magnesium, n
		}
	}
	return "", 0
}
