package reports

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/reports/words"
)

// choicesMadeUp gives an answered result what an answer hangs on.
func choicesMadeUp(res *analysis.Result) {
	for i := range res.Outcomes {
		o := &res.Outcomes[i]
		if o.Estimate == nil || o.CI95 == nil {
			continue
		}
		o.Effect = &analysis.EffectSizes{NAP: 0.58, TauU: -0.15, HodgesLehmann: 0.9 * *o.Estimate}
		names := []string{"marg-avg", "reml-kr"}
		if i == 0 {
			names = append(names, "onset-0", "onset-double", "baseline-60", "no-weekday", "without-last-week", "raw-scale")
			o.Explored = exploredMadeUp(res.Intervention.Design)
		}
		for k, name := range names {
			shift := 0.2 * float64(k-2) * (o.CI95[1] - o.CI95[0])
			o.Alternatives = append(o.Alternatives, analysis.Alternative{Name: name, Estimate: *o.Estimate + shift,
				CI95: [2]float64{o.CI95[0] + shift, o.CI95[1] + shift}, P: 0.2})
		}
		if res.Intervention.Design == "ABAB" {
			o.Replications = []analysis.Replication{{From: "A1", To: "B1", Difference: 1.4 * *o.Estimate},
				{From: "A2", To: "B2", Difference: -0.1 * *o.Estimate}}
		}
	}
	res.Controls = []analysis.NegativeControl{{Metric: "spo2", Unit: "%", Estimate: 0.1, CI95: [2]float64{-0.3, 0.5}, P: 0.6}}
}

func TestChoicesInTheDocument(t *testing.T) {
	x := Samples(t)[0]
	o := &x.res.Outcomes[0]
	n := len(o.Alternatives)
	x.res.Outcomes[1].Effect = nil
	r := x.Report(t)
	if got := r.Outcomes[0].Alternatives; len(got) != n || got[0].Name != "marg-avg" {
		t.Errorf("alternatives %+v, want the %d in order", got, n)
	}
	if e := r.Outcomes[0].Effect; e == nil || e.NAP != 0.58 || r.Outcomes[1].Effect != nil {
		t.Errorf("effect sizes %+v and %+v", e, r.Outcomes[1].Effect)
	}
	if len(r.Controls) != 1 || r.Controls[0].Metric != "spo2" {
		t.Errorf("negative controls %+v", r.Controls)
	}
	doc := written(t, r)
	for _, want := range []string{`"replications": []`, `"tau_u": -0.15`, `"moved": false`} {
		if !bytes.Contains(doc, []byte(want)) {
			t.Errorf("no %s in the document", want)
		}
	}
}

// section returns one section of a page by the id of its heading.
func section(doc, id string) string {
	at := strings.Index(doc, `aria-labelledby="`+id+`-title"`)
	if at < 0 {
		return ""
	}
	return doc[at : at+strings.Index(doc[at:], "</section>")]
}

func TestChoicesOnThePage(t *testing.T) {
	all := map[string]sample{}
	for _, x := range Samples(t) {
		all[x.Name] = x
	}
	doc := HTMLOf(t, all["ab-cant-tell"].Report(t))
	s := section(doc, "choices")
	rows := regexp.MustCompile(`<th scope="row">([^<]*)</th>`).FindAllStringSubmatch(s, -1)
	if len(rows) != 9 || rows[0][1] != "As declared" || rows[1][1] != "A simpler model of how nights resemble each other" {
		t.Errorf("rows %v, want the declared analysis and 8 others", rows)
	}
	if n := strings.Count(s, "<svg"); n != 10 {
		t.Errorf("%d drawings, want one a row and the scale", n)
	}
	if section(doc, "starts") != "" {
		t.Error("a before/after has no starts to repeat")
	}
	if c := section(doc, "controls"); strings.Count(c, "<svg") != 2 || !strings.Contains(c, "Blood oxygen") {
		t.Errorf("controls: %.300s", c)
	}
	doc = HTMLOf(t, all["abab"].Report(t))
	if s := section(doc, "starts"); strings.Count(s, `<th scope="row">A`) != 2 || strings.Contains(s, "path class=\"interval") {
		t.Errorf("starts: %.300s", s)
	}
	for _, name := range []string{"none", "too-few", "not-comparable"} {
		if doc := HTMLOf(t, all[name].Report(t)); section(doc, "choices") != "" && all[name].res.Outcomes[0].Estimate == nil {
			t.Errorf("%s: choices without an answer", name)
		}
	}
}

func TestChoicesAreCounted(t *testing.T) {
	at := func(low, high float64) analysis.Alternative {
		return analysis.Alternative{Name: "x", Estimate: (low + high) / 2, CI95: [2]float64{low, high}}
	}
	for _, c := range []struct {
		declared [2]float64
		others   []analysis.Alternative
		want     string
	}{
		{[2]float64{1, 3}, []analysis.Alternative{at(1, 2), at(-1, 2), at(-3, -1)},
			"Choices that also find a change in the same direction: 1 of 3."},
		{[2]float64{-1, 3}, []analysis.Alternative{at(1, 2), at(-1, 2), at(-3, 1)}, "Choices that find no clear change either: 2 of 3."},
	} {
		p := &pager{Speaker: &words.Speaker{}}
		est := (c.declared[0] + c.declared[1]) / 2
		if got := p.choicesLead(analysis.Outcome{Estimate: &est, CI95: &c.declared, Alternatives: c.others}); !strings.Contains(got,
			c.want) || p.Err != nil {
			t.Errorf("%q (%v), want %q", got, p.Err, c.want)
		}
	}
}

func TestPlotEnd(t *testing.T) {
	four := 4.0
	for _, c := range []struct {
		limit    float64
		declared [2]float64
		margin   *float64
		want     float64
	}{
		{10, [2]float64{-1, 7}, nil, 10.5}, {100, [2]float64{-1, 7}, nil, 22.05}, {2, [2]float64{-1, 1}, &four, 4.2},
	} {
		if got := plotEnd(c.limit, c.declared, c.margin); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v: %v, want %v", c, got, c.want)
		}
	}
}
