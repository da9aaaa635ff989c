package importers

import (
	"context"

	"nof1/importers/record"
)

// ReadText reads the bytes of one file as [Read] reads a named file, to see what
// they would be understood as in one of the formats. Inputs has one row. Errors as for Read.
func ReadText(ctx context.Context, formats []Importer, name string, text []byte) (Result, error) {
	r, err := newReading(Options{Formats: formats, Named: true})
	if err != nil {
		return Result{}, err
	}
	in, err := r.source(ctx, SourceFromBytes(name, text))
	if err != nil {
		return r.result, err
	}
	r.result.Inputs = []record.Input{in}
	r.Finish()
	if len(r.result.Doses)+len(r.result.Entries)+len(r.result.Records) == 0 {
		return r.result, ErrNothingUsable
	}
	return r.result, nil
}
