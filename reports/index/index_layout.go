package index

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"strings"

	"nof1/analysis"
	"nof1/reports"
	"nof1/reports/words"
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

func (l *Indexer) rowHTML(v rowView) template.HTML {
	var b bytes.Buffer
	if err := l.t.ExecuteTemplate(&b, "index-row", v); err != nil {
		l.Fail(err)
	}
	return template.HTML(words.Unturned(b.Bytes()))
}

func (l *Indexer) row(r Row) rowView {
	v := rowView{
		Name: words.Plain(r.Participant), Group: r.Triage, GroupName: l.Word("index.group." + r.Triage),
		Spark: r.spark, Safety: r.Safety, Nights: whole(&r.Nights), Next: string(r.Next),
	}
	if r.Code == nil {
		v.Code, v.Chip = string(analysis.CodeNotComparable), l.Word("index.status."+r.Status)
		if r.Error != nil {
			v.Caveat = words.Plain(*r.Error)
		}
		return v
	}
	v.Href = link(*r.Report)
	v.Code, v.Level, v.LevelWords = string(*r.Code), l.Say("index.level", words.Values{"Level": *r.Level}), l.Word("level."+whole(r.Level))
	v.Sub = l.subject(r)
	l.answer(&v, r)
	if r.TopCaveat != nil {
		c := *r.TopCaveat
		v.Severity, v.SeverityWord = string(c.Severity), l.Severity(c.Severity)
		v.Title, v.Caveat = c.Title, words.Tie(words.FirstSentence(c.Statement))
	}
	if r.Adherence != nil {
		v.Adherence = l.Share(*r.Adherence)
	}
	if r.LastNight != nil {
		v.Last = r.LastNight.String()
	}
	return v
}

// blindedLevel is the design_level of an order that was drawn and hidden.
const blindedLevel = 4

// subject returns what was compared: the supplement and the design.
func (l *Indexer) subject(r Row) string {
	if r.Supplement == "" {
		return l.Word("page.no_supplement")
	}
	return l.SupplementName(string(r.Supplement)) + l.Word("word.comma") + l.Word("index.design."+reports.DesignGroup(*r.Design,
		r.DesignLevel != nil && *r.DesignLevel == blindedLevel))
}

// answer fills in the verdict of the primary outcome with its range.
func (l *Indexer) answer(v *rowView, r Row) {
	code := *r.Code
	if r.Primary == "" {
		v.Chip = l.Word("code." + string(code) + ".chip")
		return
	}
	q := l.Quantity(string(r.Primary))
	v.Chip = l.CodeWord(string(r.Primary), code, "chip")
	v.Change = q.Short()
	if r.Estimate == nil || r.CI95 == nil {
		return
	}
	id := "index.range"
	if code.Changed() {
		id = "index.change"
	}
	v.Change = words.Tie(l.Say(id, words.Values{"Metric": q.Short(), "Change": q.Change(*r.Estimate), "Range": q.Span(r.CI95[0], r.CI95[1])}))
	if r.ShrunkenMean != nil {
		v.Near = words.Tie(l.Say("index.shrunken", words.Values{"Range": q.Span(r.ShrunkenCI[0], r.ShrunkenCI[1])}))
	}
}

// pooledView is one summary over participants in words.
type pooledView struct {
	Name, Sub, N, Average, Next, Clear string
	Forest                             *forestView
}

func (l *Indexer) pooled(all []Pooled) (out []pooledView, notes []string) {
	for _, p := range all {
		q := l.Quantity(p.Metric)
		v := pooledView{
			Name: q.Short(), N: l.Count(p.N), Clear: l.clearChanges(p),
			Sub: l.Say("index.pool_sub", words.Values{"Supplement": l.pooledSupplement(p), "Source": p.Source,
				"Design": l.Word("index.design." + p.Design)}),
		}
		v.Average, v.Next = l.pooledChange(q, p, p.CI95), l.pooledChange(q, p, p.Prediction95)
		v.Forest = l.forest(q, p)
		out = append(out, v)
	}
	if len(out) > 0 {
		notes = []string{l.Word("index.pool_note"), l.Word("index.pool_level")}
	}
	return out, notes
}

// clearChanges returns the sentence on how many of a pool changed clearly, each way.
func (l *Indexer) clearChanges(p Pooled) string {
	return l.Say("index.clear", words.Values{"Clear": p.Higher + p.Lower, "Count": l.Count(p.Higher + p.Lower), "N": l.Count(p.N),
		"Higher": l.Count(p.Higher), "Lower": l.Count(p.Lower)})
}

// pooledSupplement names what the people of a pool took.
func (l *Indexer) pooledSupplement(p Pooled) string {
	ids := strings.Split(p.Supplement, "+")
	return l.TakenNames(ids[0], ids[1:])
}

// pooledChange writes a range, in percent if logarithms were pooled.
func (l *Indexer) pooledChange(q words.Quantity, p Pooled, ci [2]float64) string {
	if p.Scale != "log" {
		return q.Span(ci[0], ci[1])
	}
	low, high := l.Decimals(ci[0], ci[1])
	return l.Say("index.percent", words.Values{"Low": words.Sign(ci[0]) + low, "High": words.Sign(ci[1]) + high})
}
