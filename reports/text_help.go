package reports

import "nof1/reports/words"

// help writes the texts that come before everything else. It reports whether nothing
// may follow them: in a crisis no size of a change is shown.
func (t *texter) help() (alone bool) {
	h := t.pager.help()
	if h == nil {
		return false
	}
	t.line(t.strong(words.Wrap(h.Lead, t.o.Width, "")))
	for _, text := range h.Texts {
		t.para(text, "  ")
	}
	t.para(h.Unseen, "  ")
	t.line("")
	return h.Alone
}
