package protocol

import "strings"

// Beside is the id of magnesium from another source than the product under test:
// mineral water, an antacid, a laxative or a multivitamin. It counts towards the upper
// level for supplements.
const Beside = "magnesium_beside"

// besideWords are the words of a name that mark magnesium from another source.
var besideWords = map[string]bool{
	"water": true, "mineral": true, "antacid": true, "antacids": true, "laxative": true, "laxatives": true,
	"multivitamin": true, "multivitamins": true, "multimineral": true, "from": true, "with": true, "in": true,
}

// comesBeside reports whether a name means [Beside]: "magnesium from mineral water" or
// "antacid (magnesium)". Of the names without the word magnesium, only "mineral water"
// does, because antacids and multivitamins may contain no magnesium.
func comesBeside(name string) bool {
	words := strings.Fields(plain(name))
	if strings.Join(words, " ") == "mineral water" {
		return true
	}
	otherSource, hasMagnesium := false, false
	for _, w := range words {
		switch {
		case besideWords[w]:
			otherSource = otherSource || w != "from" && w != "with" && w != "in" && w != "mineral"
		case magnesiumWords[w]:
			hasMagnesium = true
		default:
			return false
		}
	}
	return otherSource && hasMagnesium
}
