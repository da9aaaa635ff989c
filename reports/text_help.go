package reports

// help writes the texts that come before everything else.
func (t *texter) help() {
	h := t.pager.help()
	if h == nil {
		return
	}
	t.line(t.strong(wrap(h.Lead, t.o.Width, "")))
	for _, text := range h.Texts {
		t.para(text, "  ")
	}
	t.para(h.Unseen, "  ")
	t.line("")
}
