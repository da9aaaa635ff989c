package importers

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	// maxWorkbook and maxUnpacked are the largest workbook read, packed and
	// unpacked: twenty years of nights with a hundred columns are 25 MB.
	// maxParts is for all of it but sheets and pictures, which the library
	// keeps in memory at twenty times the size.
	maxWorkbook = 32 << 20
	maxUnpacked = 32 << 20
	maxParts    = 8 << 20
	// maxSheets is more than a tab a day of two years; maxSheetRows and
	// maxSheetColumns are beyond any log or nightly table.
	maxSheets       = 1 << 10
	maxSheetRows    = 1 << 20
	maxSheetColumns = 1 << 11
)

// isWorkbook reports whether a file is named like an Excel workbook. It is a zip
// inside, but its members are no files of a person's.
func isWorkbook(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".xlsx" || ext == ".xlsm"
}

// IsPacked reports whether a file's first bytes are those of a zip archive: a
// table that is only called .xlsx is read as the text it is.
func IsPacked(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// workbook is a file of sheets. It stays in memory from the first of its sheets
// that is opened until release.
type workbook struct {
	open func() (io.ReadCloser, error)
	kept *excelize.File
}

// release forgets the file. A sheet of it that is opened reads it anew.
func (w *workbook) release() { w.kept = nil } // Close would only remove files on disk, of which there are none

// sheets returns the names of the sheets that can be seen, in the order of the
// tabs; of all sheets where every one is hidden.
func (w *workbook) sheets() (names []string, err error) {
	defer recovered(&err)
	f, err := w.file()
	if err != nil {
		return nil, err
	}
	all := f.GetSheetList()
	if len(all) > maxSheets {
		return nil, fmt.Errorf("it has %d sheets, more than %d: save those you need as CSV", len(all), maxSheets)
	}
	for _, name := range all {
		if visible, err := f.GetSheetVisible(name); err == nil && visible {
			names = append(names, name)
		}
	}
	if names == nil {
		names = all
	}
	if names == nil {
		return nil, errors.New("it has no sheet")
	}
	return names, nil
}

// file returns the workbook with its numbers made tellable from its dates.
func (w *workbook) file() (*excelize.File, error) {
	if w.kept != nil {
		return w.kept, nil
	}
	r, err := w.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxWorkbook {
		return nil, fmt.Errorf("larger than %d MB: save the sheet as CSV", maxWorkbook>>20)
	}
	if err := checkParts(b); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, err
	}
	if err := markFormats(f); err != nil {
		return nil, err
	}
	w.kept = f
	return f, nil
}

// checkParts returns an error for a workbook that unpacks to too much. A part
// that unpacks to more than it says is an error on reading.
func checkParts(b []byte) error {
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	var all, parts uint64
	for _, f := range r.File {
		size := min(f.UncompressedSize64, maxUnpacked+1)
		all += size
		if !strings.HasPrefix(f.Name, "xl/worksheets/sheet") && !strings.HasPrefix(f.Name, "xl/media/") {
			parts += size
		}
	}
	if all > maxUnpacked || parts > maxParts {
		return fmt.Errorf("it unpacks to more than %d MB, or %d MB without its sheets: save the sheet as CSV", maxUnpacked>>20, maxParts>>20)
	}
	return nil
}

// Text returns a sheet as comma-separated text, one line a row of the sheet.
func (w *workbook) Text(sheet string) (_ io.ReadCloser, err error) {
	defer recovered(&err)
	f, err := w.file()
	if err != nil {
		return nil, err
	}
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, err
	}
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	return &sheetText{book: w, rows: rows, from1904: props.Date1904 != nil && *props.Date1904, clock: map[int]bool{}}, nil
}

// recovered turns a panic of the library on a damaged workbook into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("it is damaged: %v", r)
	}
}

// sheetText reads a sheet as comma-separated text, row by row. Line ends within
// a cell become spaces, so that a row's line is its number in the sheet.
type sheetText struct {
	book     *workbook
	rows     *excelize.Rows
	from1904 bool
	clock    map[int]bool // columns whose dates have a time of day
	line     int
	buffer   bytes.Buffer
	err      error
}

// Read implements [io.Reader].
func (s *sheetText) Read(p []byte) (int, error) {
	for s.buffer.Len() == 0 {
		if s.err == nil {
			s.err = s.Next()
		}
		if s.err != nil {
			if s.err != io.EOF {
				s.book.release() // a panic may have left it locked
			}
			return 0, s.err
		}
	}
	return s.buffer.Read(p)
}

// Close implements [io.Closer].
func (s *sheetText) Close() error { return s.rows.Close() }

// Next puts the next row into the buffer.
func (s *sheetText) Next() (err error) {
	defer recovered(&err)
	if !s.rows.Next() {
		return io.EOF
	}
	if s.line++; s.line > maxSheetRows {
		return fmt.Errorf("the sheet has more than %d rows", maxSheetRows)
	}
	cells, err := s.rows.Columns()
	if err != nil {
		return fmt.Errorf("row %d: %w", s.line, err)
	}
	if len(cells) > maxSheetColumns {
		return fmt.Errorf("row %d has %d columns: not a table", s.line, len(cells))
	}
	for i, cell := range cells {
		if i > 0 {
			s.buffer.WriteByte(',')
		}
		writeCell(&s.buffer, s.cell(i, cell))
	}
	s.buffer.WriteByte('\n')
	return nil
}

// writeCell writes a cell that no reader of tables takes for more than one.
func writeCell(b *bytes.Buffer, text string) {
	if !strings.ContainsAny(text, "\",;\t\r\n ") {
		b.WriteString(text)
		return
	}
	text = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", `"`, `""`).Replace(text)
	b.WriteByte('"')
	b.WriteString(text)
	b.WriteByte('"')
}
