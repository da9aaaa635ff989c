// Package reports says what an analysis found: it turns a result into one document,
// and the document into every form it is given in.
//
// [New] builds the document, [Report]: it holds the result as the analysis returns it
// and adds, from the language catalogue (templates/CODE.yaml), every sentence. Nothing is
// decided here: which sentence is said follows from the codes of the analysis. From
// the document alone come report.json ([WriteJSON], [ReadJSON]), the page ([WriteHTML])
// and its print ([WritePDF], [WriteOnePagePDF]), Markdown, the terminal's text and the
// table of nights. [Share] says the same without names and dates.
//
// An [Index] puts the documents of many people in the order in which to look at them.
// The papers of a plan are written from a [plan.Sheet], before there are nights.
//
// Names, notes and cells of files are other people's text: every form escapes them,
// and none lets them turn round or hide what stands beside them. The same document
// gives the same bytes.
package reports
