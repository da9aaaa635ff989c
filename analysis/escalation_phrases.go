package analysis

import (
	"regexp"
	"strings"
)

// spelling rewrites lower-case text for the phrases: one kind of apostrophe, no
// umlauts, which are not part of a word in a pattern, and spaces for underscores.
var spelling = strings.NewReplacer("’", "'", "_", " ", "ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// phrases joins patterns into one, matched as whole words.
func phrases(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`\b(` + strings.Join(patterns, `|`) + `)\b`)
}

// What a person may have typed that calls for a text of help, in all languages of
// reports: people write in their own language, which may not be that of the report.
// They catch too much rather than too little.
var (
	selfHarm = phrases(
		`suicid\w*`, `kill(ing)? myself`, `end(ing)? my life`, `tak(e|ing) my (own )?life`, `end it all`, `better off (dead|without me)`,
		`(want|wish|wanted|wished) to die`,
		`want(ed)? to be dead`, `wish i (was|were) dead`, `self[ -]?harm\w*`, `hurt(ing)? myself`, `harm(ing)? myself`,
		`cut(ting)? myself`, `no reason to live`,
		`(don'?t|not|no longer) want(ing)? to (live|be here|be alive|wake up)`, `can'?t go on`, `overdos\w*`,

		`suizid\w*`, `selbstmord\w*`, `selbsttoetung\w*`, `(mich|mir) (\w+ ){0,2}(umbring\w*|umzubringen|toeten|das leben nehmen)`,
		`(mir|mich) (\w+ ){0,2}(etwas|was) an(zu)?tun`,
		`(will|wollte|moechte|mag) (\w+ ){0,2}(sterben|tot sein)`, `(lieber|besser) tot`, `waere ich (doch |nur |bloss )?tot`,
		`nicht mehr (leben|aufwachen|da sein|hier sein|weiterleben)`,
		`(ritz|schneid|verletz)e?n? mich`, `mich (\w+ ){0,2}(ritzen|geritzt|selbst verletz\w*)`, `selbstverletz\w*`,
		`keinen (grund|sinn) (mehr )?zu leben`,
		`kann (so )?nicht mehr (weiter|leben)`, `ueberdosis`, `allem ein ende`, `meinem leben ein ende`)

	urgentBody = phrases(
		`chest (pain|pressure|tightness)`, `faint(ed|ing)?`, `passed out`, `blacked out`, `palpitations?`, `confus(ed|ion)`,
		`severe(ly)? weak(ness)?`, `very weak`,
		`(very )?slow (pulse|heart ?beat)`, `trouble breathing`, `can'?t breathe`, `short(ness)? of breath`,

		`brustschmerz\w*`, `schmerz\w* in der brust`, `druck auf der brust`, `brustenge`, `ohnmaechtig`, `ohnmacht\w*`, `in ohnmacht`,
		`bewusstlos\w*`, `umgekippt`,
		`herzstolpern`, `herzrasen`, `verwirrt\w*`, `sehr schwach`, `starke schwaeche`, `(sehr )?langsamer (puls|herzschlag)`, `atemnot`,
		`keine luft`)

	breathingPauses = phrases(
		`stop(s|ped)? breathing`, `gasp(s|ed|ing)?( for air)?`, `breathing pauses?`, `snor\w+ (and|with) (pauses?|gasping)`,

		`atempausen?`, `atemaussetzer\w*`, `schnappe? nach luft`, `schnarch\w+ (und|mit) (pausen|aussetzern?)`)

	// The German verb comes after what was stopped.
	stoppingMedicine = phrases(
		`(stop(ped|ping)?|quit(ting)?|came off|come off|coming off|wean(ed|ing)? off|ran out of|skipp(ed|ing))`+
			`\b[^.]{0,25}\b(med(s|ication|ications|icine|icines)?|prescription|`+
			`antidepressants?|ssris?|snris?|beta.?blockers?|benzos?|`+medicineNames+`)`,

		`(medikamente?n?|tabletten|medizin|antidepressiv\w+|betablocker|blutdrucksenker|benzos?|`+medicineNames+`)`+
			`\b[^.]{0,25}\b(abgesetzt|absetzen|abzusetzen|ausgeschlichen|weggelassen|nicht mehr genommen)`,
		`(setze|setzte)\b[^.]{0,25}\b(medikamente?n?|tabletten|antidepressiv\w+|betablocker|`+medicineNames+`)`)

	gateWords = phrases(
		`pregnan\w*`, `breast ?feeding`, `kidney (disease|failure)`, `renal (disease|failure|insufficiency)`, `dialysis`, `egfr`,
		`i am 1[0-7]( years old)?`, `under 18`,

		`schwanger\w*`, `stillzeit`, `stille (mein|noch|gerade)`, `nieren(krank\w*|insuffizienz|versagen|schwaeche|erkrankung)`,
		`dialyse`, `ich bin 1[0-7]( jahre alt)?`, `unter 18`)

	denied = regexp.MustCompile(`\b(no|not|never|without|denies|isn'?t|wasn'?t|kein|keine|keinen|nicht|nie|ohne)( \w+)? $`)
)

// medicineNames are medicines people write by name, the same in both languages.
const medicineNames = `sertralin(e)?|escitalopram|citalopram|fluoxetin(e)?|paroxetin(e)?|venlafaxin(e)?|duloxetin(e)?|` +
	`propranolol|metoprolol|bisoprolol|` +
	`diazepam|lorazepam|alprazolam|clonazepam|zolpidem|levothyroxine?|l-thyroxin|gabapentin|pregabalin|lithium`
