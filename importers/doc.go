// Package importers reads what wearables export and what people log.
//
// It is the engine and the kit of the formats, which have a package each for a
// maker or a kind (whoop, oura, devices, journals, own, ...); package all lists them.
// To read a folder:
//
//	res, err := importers.Read(ctx, os.DirFS(dir), importers.Options{Formats: all.All()})
//	...
//	for _, r := range res.Records {
//		fmt.Println(r.Night, r.Metric, r.Value, r.Source, r.Pos)
//	}
//	for _, in := range res.Inputs {
//		fmt.Println(in.Path, in.Importer, in.Reason, in.Problems)
//	}
//
// [Scan] lists the files of a tree, of zip archives and of gz files in place. [Read]
// finds the one format that claims each file by its content, and returns nightly
// records, sleeps, doses and diary entries with the position of each. A row that
// cannot be used becomes a problem; the rest of the file is used. Rows read = used +
// skipped, always.
//
// To declare a format:
//
//  1. Choose the shape. A table with one row a night is a [NightTable]; a table
//     whose rows need code of their own is [Rows]; nights spread over several files
//     are [Gathered]; a file that must not be used is a [Refusal]; for anything else
//     embed a [Format] and write Read.
//  2. Say what the file is known by: the header cells in its [Format].
//  3. Say what each column means: a [Column] names its metric and its unit.
//  4. Emit sleeps with [Table.Sleep] or [EmitSession], which check them, and values
//     with [ReadCells] or [EmitComputed].
//  5. Put a good and a damaged file into testdata and the format into package all.
//
// The examples show both shapes, and ADDING.md takes a new format from the vendor's
// file to the list.
//
// The package is opinionated. A night is named by the local date of waking. Units are
// the catalogue's. A zero that means "not measured" is dropped and counted. Values of
// different formula, vendor or device keep their own source, so that nobody joins them
// by accident.
package importers
