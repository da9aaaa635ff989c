// Package words writes sentences and numbers in the reader's language.
//
// Every sentence of nof1's pages is in a catalogue, reports/templates/CODE.yaml, under
// an id. A [Speaker] says it, and writes numbers the way the language does:
//
//	s := words.Speak("en")
//	line := s.Say("verdict.changed.before_after", words.Values{"Change": s.Quantity("hrv_rmssd").Change(4.7)})
//	if s.Err != nil {
//		return s.Err // a sentence that the catalogue does not have
//	}
//
// The first error is kept, so that a page checks once, at its end. A [Quantity] writes
// the values of one metric: with its unit, as a change, as a range.
package words
