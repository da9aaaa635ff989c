// Package journals reads the logs people keep in apps: what they took, how they
// felt, what they ate, and the answers of a study.
//
// The apps are Bearable, Cronometer, Daylio, Loop Habit Tracker, medTimer, Nomie
// and StudyU. Each file of the package is one app and says at its top what the
// rows mean. To read a folder with some of them:
//
//	formats := []importers.Importer{journals.Bearable, journals.MedTimer}
//	opts := importers.Options{Formats: formats, Supplements: []string{"magnesium"}}
//	res, err := importers.Read(ctx, os.DirFS(dir), opts)
//
// A tracker, tag or habit named as a supplement becomes a dose, any other an entry
// of the diary. Ratings whose scale the file does not state keep their own name.
// Scores that an app computes are refused, with the name of the file that has what
// was done.
package journals

import "errors"

// errNoName is the problem of a dose without a name.
var errNoName = errors.New("no name: name what was taken, the row was left out")
