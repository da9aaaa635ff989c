package reports

import (
	"reflect"

	"nof1/analysis/nightly"
)

// copied returns a copy that shares no list or pointed-to value with x, the table
// of nights apart, and in which no list is nil: [] in the document, not null.
func copied[T any](x T) T {
	var out T
	copyInto(reflect.ValueOf(&out).Elem(), reflect.ValueOf(&x).Elem())
	return out
}

var tableType = reflect.TypeFor[*nightly.Table]()

func copyInto(to, from reflect.Value) {
	switch {
	case from.Kind() == reflect.Pointer && !from.IsNil() && from.Type() != tableType:
		to.Set(reflect.New(from.Type().Elem()))
		copyInto(to.Elem(), from.Elem())
	case from.Kind() == reflect.Slice:
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyInto(to.Index(i), from.Index(i))
		}
	case from.Kind() == reflect.Struct:
		for i := range from.NumField() {
			copyInto(to.Field(i), from.Field(i))
		}
	default:
		to.Set(from)
	}
}
