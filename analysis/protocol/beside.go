package protocol

import "strings"

// Beside is the id of magnesium that comes with something else: mineral water, an
// antacid, a laxative, a multivitamin. It counts towards the upper level for
// supplements, but it is not the product under test.
const Beside = "magnesium_beside"

// besideWords say that magnesium came with something else.
var besideWords = map[string]bool{
	"water": true, "mineral": true, "antacid": true, "antacids": true, "laxative": true, "laxatives": true,
	"multivitamin": true, "multivitamins": true, "multimineral": true, "from": true, "with": true, "in": true,
}

// comesBeside tells whether a name is magnesium of such a kind: "magnesium from
// mineral water", "antacid (magnesium)". Of names without magnesium only mineral
// water is one: the others may hold none.
func comesBeside(name string) bool {
	words := strings.Fields(plain(name))
	if strings.Join(words, " ") == "mineral water" {
		return true
	}
	said, ours := false, false
	for _, w := range words {
		switch {
		case besideWords[w]:
			said = said || w != "from" && w != "with" && w != "in" && w != "mineral"
		case magnesiumWords[w]:
			ours = true
		default:
			return false
		}
	}
	return said && ours
}
