package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"regexp"
	"strings"

	"nof1/analysis"
)

// hashSource lets a script with this text, and no other, run.
func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// rowView is one participant in words.
type rowView struct {
	ID                            string // of the first row of a group
	Name, Href, Sub               string
	Group, GroupName              string
	Code, Chip, Level, LevelWords string
	Change, Near                  string
	Spark                         spark
	Severity, SeverityWord, Title string
	Caveat                        string // its first sentence, or why there is no report
	Safety                        []string
	Nights, Adherence, Last, Next string // "" unknown
}

func (l *indexer) rowHTML(v rowView) template.HTML {
	var b bytes.Buffer
	if err := l.t.ExecuteTemplate(&b, "index-row", v); err != nil {
		l.fail(err)
	}
	return template.HTML(unturned(b.Bytes()))
}

func (l *indexer) row(r IndexRow) rowView {
	v := rowView{
		Name: plain(r.Participant), Group: r.Triage, GroupName: l.word("index.group." + r.Triage),
		Spark: r.spark, Safety: r.Safety, Nights: whole(&r.Nights), Next: string(r.Next),
	}
	if r.Code == nil {
		v.Code, v.Chip = string(analysis.CodeNotComparable), l.word("index.status."+r.Status)
		if r.Error != nil {
			v.Caveat = plain(*r.Error)
		}
		return v
	}
	v.Href = link(*r.Report)
	v.Code, v.Level, v.LevelWords = string(*r.Code), l.say("index.level", values{"Level": *r.Level}), l.word("level."+whole(r.Level))
	v.Sub = l.subject(r)
	l.answer(&v, r)
	if r.TopCaveat != nil {
		c := *r.TopCaveat
		v.Severity, v.SeverityWord = string(c.Severity), l.severity(c.Severity)
		v.Title, v.Caveat = c.Title, tie(firstSentence(c.Statement))
	}
	if r.Adherence != nil {
		v.Adherence = l.share(*r.Adherence)
	}
	if r.LastNight != nil {
		v.Last = r.LastNight.String()
	}
	return v
}

// statementEnd is a full stop before a capital that is none of a date: "am 23.
// Juli" and "23. Apr. 2024" are one sentence.
var statementEnd = regexp.MustCompile(`[^\d](\.) \p{Lu}`)

// firstSentence is a statement up to its first full stop.
func firstSentence(text string) string {
	if at := statementEnd.FindStringSubmatchIndex(text); at != nil {
		return text[:at[3]]
	}
	return text
}

// blindedLevel is the design_level of an order that was drawn and hidden.
const blindedLevel = 4

// subject says what was compared: the supplement and the design.
func (l *indexer) subject(r IndexRow) string {
	if r.Supplement == "" {
		return l.word("page.no_supplement")
	}
	return l.supplement(string(r.Supplement)) + l.word("word.comma") + l.word("index.design."+designGroup(*r.Design, r.DesignLevel != nil && *r.DesignLevel == blindedLevel))
}

// answer says the verdict of the primary outcome with its range.
func (l *indexer) answer(v *rowView, r IndexRow) {
	code := *r.Code
	if r.Primary == "" {
		v.Chip = l.word("code." + string(code) + ".chip")
		return
	}
	q := l.quantity(string(r.Primary))
	v.Chip = l.codeWord(string(r.Primary), code, "chip")
	v.Change = q.short()
	if r.Estimate == nil || r.CI95 == nil {
		return
	}
	id := "index.range"
	if code.Changed() {
		id = "index.change"
	}
	v.Change = tie(l.say(id, values{"Metric": q.short(), "Change": q.change(*r.Estimate), "Range": q.span(r.CI95[0], r.CI95[1])}))
	if r.ShrunkenMean != nil {
		v.Near = tie(l.say("index.shrunken", values{"Range": q.span(r.ShrunkenCI[0], r.ShrunkenCI[1])}))
	}
}

// pooledView is one summary over participants in words.
type pooledView struct {
	Name, Sub, N, Average, Next, Clear string
	Forest                             *forestView
}

func (l *indexer) pooled(all []Pooled) (out []pooledView, notes []string) {
	for _, p := range all {
		q := l.quantity(p.Metric)
		v := pooledView{
			Name: q.short(), N: l.count(p.N), Clear: l.clearChanges(p),
			Sub: l.say("index.pool_sub", values{"Supplement": l.pooledSupplement(p), "Source": p.Source, "Design": l.word("index.design." + p.Design)}),
		}
		v.Average, v.Next = l.pooledChange(q, p, p.CI95), l.pooledChange(q, p, p.Prediction95)
		v.Forest = l.forest(q, p)
		out = append(out, v)
	}
	if len(out) > 0 {
		notes = []string{l.word("index.pool_note"), l.word("index.pool_level")}
	}
	return out, notes
}

// clearChanges says how many of a pool changed clearly, and which way.
func (l *indexer) clearChanges(p Pooled) string {
	return l.say("index.clear", values{"Clear": p.Higher + p.Lower, "Count": l.count(p.Higher + p.Lower), "N": l.count(p.N), "Higher": l.count(p.Higher), "Lower": l.count(p.Lower)})
}

// pooledSupplement names what the people of a pool took.
func (l *indexer) pooledSupplement(p Pooled) string {
	ids := strings.Split(p.Supplement, "+")
	return l.taken(ids[0], ids[1:])
}

// pooledChange writes a range, in percent where logarithms were pooled.
func (l *indexer) pooledChange(q quantity, p Pooled, ci [2]float64) string {
	if p.Scale != "log" {
		return q.span(ci[0], ci[1])
	}
	low, high := l.decimals(ci[0], ci[1])
	return l.say("index.percent", values{"Low": sign(ci[0]) + low, "High": sign(ci[1]) + high})
}
