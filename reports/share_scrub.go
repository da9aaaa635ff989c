package reports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/importers/record"
	"nof1/reports/words"
)

// scrubber takes out what could name a person. It keeps what it knows and drops
// the rest: a new kind of word is private until it is listed here.
type scrubber struct {
	*words.Speaker
	first   record.Date
	formats []string          // ids of the formats nof1 reads
	aliases map[string]string // user's own names, numbered in the order they appear
}

var (
	phaseLabel   = regexp.MustCompile(`^[AB]\d{1,3}$`)
	changedKinds = []string{"form", "brand", "dose"} // what of a product changed
)

func newScrubber(r Report) *scrubber {
	s := &scrubber{Speaker: words.Speak(r.Language), formats: r.made.meta.Formats, aliases: map[string]string{}}
	if len(r.Nights.Night) > 0 {
		s.first = r.Nights.Night[0]
	}
	return s
}

// result returns a copy of a result without what could name a person.
func (s *scrubber) result(of analysis.Result) analysis.Result {
	res := copied(of)
	iv := &res.Intervention
	iv.Supplement = analysis.Text(s.Name(string(iv.Supplement)))
	iv.CoStarted, iv.CoSupplements = s.names(iv.CoStarted), s.names(iv.CoSupplements)
	iv.Forms = knownForms(iv.Forms)
	scrubParts(iv.Phases)
	if !words.Has("unit." + iv.AmountUnit + ".level") {
		iv.AmountUnit = ""
	}
	iv.Assumptions, iv.DoseNotes = s.notes(iv.Assumptions), s.notes(iv.DoseNotes)
	if at := strings.LastIndexByte(res.Look.Question, ' '); at >= 0 { // supplement and primary outcome
		res.Look.Question = string(iv.Supplement) + res.Look.Question[at:]
	}
	res.Caveats = slices.DeleteFunc(res.Caveats, func(c analysis.Caveat) bool { return c.ID == "clock_change" })
	for i := range res.Caveats {
		res.Caveats[i].Words = s.words(res.Caveats[i].Words)
	}
	for i := range res.Ledger {
		s.ledgerRow(&res.Ledger[i])
	}
	for i := range res.Associations {
		a := &res.Associations[i]
		a.Item, a.Together = s.Name(a.Item), s.names(a.Together)
		if a.Step != nil && !words.Has("unit."+a.Step.Unit+".level") {
			a.Step.Unit = ""
		}
	}
	res.NotRecorded = slices.DeleteFunc(res.NotRecorded, func(id string) bool { return !words.Has("not_recorded." + id) })
	return res
}

// meta keeps what each file was, not what it was called.
func (s *scrubber) meta(m Meta) Meta {
	m.Participant, m.Settings = s.Word("share.person"), nil
	in := slices.Clone(m.Inputs)
	slices.SortStableFunc(in, func(a, b record.Input) int { return strings.Compare(a.Path, b.Path) })
	width := len(strconv.Itoa(len(in)))
	for i := range in {
		number := strconv.Itoa(i + 1)
		in[i].Path = s.Say("share.file", strings.Repeat("0", width-len(number))+number)
		in[i].Device, in[i].Problems = deviceModel(in[i].Device), nil
		if in[i].Reason != "" {
			in[i].Reason = s.Word("share.unread")
		}
	}
	m.Inputs = in
	return m
}

// Name keeps the ids of the catalogues; the user's own names become numbers.
func (s *scrubber) Name(id string) string {
	if id == "" {
		return ""
	}
	_, metric := record.MetricByID(id)
	_, supplement := protocol.Lookup(id)
	if metric || supplement && protocol.Canonical(id) == id || words.Has("not_recorded."+id) || words.Has("supplement."+id) {
		return id
	}
	if s.aliases[id] == "" {
		s.aliases[id] = s.Say("share.item", strconv.Itoa(len(s.aliases)+1))
	}
	return s.aliases[id]
}

func (s *scrubber) names(ids []string) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, s.Name(id))
	}
	return out
}

func knownForms(ids []string) []string {
	var out []string
	for _, id := range ids {
		if slices.ContainsFunc(protocol.Forms(), func(f protocol.Form) bool { return f.ID == id }) {
			out = append(out, id)
		}
	}
	return out
}

// notes drops the notes that hold only the user's own text.
func (s *scrubber) notes(in []analysis.Note) []analysis.Note {
	var out []analysis.Note
	for _, n := range in {
		if n.ID == "plan_deviation" || n.ID == "plan_change" && n.Words["field"] == "question" {
			continue
		}
		n.Words = s.words(n.Words)
		out = append(out, n)
	}
	return out
}

// words keeps the words of a note or a caveat that are ids, turns dates into day
// numbers, and drops all others.
func (s *scrubber) words(in map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range in {
		switch k {
		case "metric":
			if _, ok := record.MetricByID(v); ok {
				out[k] = v
			}
		case "phase":
			if phaseLabel.MatchString(v) {
				out[k] = v
			}
		case "kind":
			if slices.Contains(changedKinds, v) {
				out[k] = v
			}
		case "field":
			if slices.Contains(schedule.ChangeableFields, v) {
				out[k] = v
			}
		case "supplement":
			out[k] = s.Name(v)
		case "form", "forms":
			if known := knownForms(strings.Split(v, ", ")); len(known) > 0 {
				out[k] = strings.Join(known, ", ")
			}
		case "reason":
			if words.Has("reason." + v) {
				out[k] = v
			}
		case "source":
			out[k] = seriesName(v, s.formats)
		case "date", "start", "end", "created":
			if d, err := record.ParseDate(v); err == nil {
				out[k] = s.DayNumber(numbered(d, s.first))
			}
		}
	}
	if from, to := knownForms([]string{in["from"]}), knownForms([]string{in["to"]}); len(from) > 0 && len(to) > 0 {
		out["from"], out["to"] = from[0], to[0]
	}
	return out
}

// scrubParts leaves the parts of phases no product and no form but ours.
func scrubParts(phases []analysis.Phase) {
	for i := range phases {
		for k := range phases[i].Parts {
			part := &phases[i].Parts[k]
			part.Product, part.Form = "", analysis.Text(strings.Join(knownForms(strings.Split(string(part.Form), ", ")), ", "))
		}
	}
}
