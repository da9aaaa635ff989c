// Package reports turns the result of an analysis into one document, and writes the
// document in every form: page, PDF, Markdown, terminal text, JSON and CSV.
//
//	r, err := reports.New(result, reports.Meta{Participant: "p01", Language: "en"})
//	if err != nil {
//		return err // a sentence that the catalogue does not have
//	}
//	err = reports.WriteHTML(w, r)
//	...
//	err = reports.WriteJSON(w, r)
//
// [New] holds the numbers as the analysis returned them and adds every sentence from the
// language catalogue (templates/CODE.yaml). It decides nothing: the codes of the analysis
// determine which sentence is used. Every writer reads the document alone: [WriteHTML],
// [WritePDF] and [WriteOnePagePDF], [WriteMarkdown] with [Figures], [WriteText],
// [WriteJSON] and [WriteNightsCSV]. [ReadJSON] reads report.json back. [Share] makes a copy
// without names and dates. [Compare] lists where two documents differ.
//
// The list of many people's reports is in package index, the papers of a plan in
// package plan.
//
// Names, notes and cells of files are other people's text. Every form escapes them, and
// none lets them reverse or hide the text beside them. The same document gives the same
// bytes.
package reports
