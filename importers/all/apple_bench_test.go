package all

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"nof1/importers"
	"nof1/importers/apple"
	"nof1/importers/internal/fixture"
)

var appleSize = flag.Int64("apple-size", 32<<20, "bytes of the generated export.xml in benchmarks")

// generatedApple writes an export once and returns its path.
func generatedApple(tb testing.TB) string {
	path := filepath.Join(tb.TempDir(), "export.xml")
	f, err := os.Create(path)
	if err == nil {
		_, err = fixture.GenerateApple(f, *appleSize)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return path
}

// BenchmarkApple compares the importer with what it could not do without: going
// through the bytes for line ends, and encoding/xml.
func BenchmarkApple(b *testing.B) {
	path := generatedApple(b)
	run := func(name string, read func(f *os.File) error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(*appleSize)
			for b.Loop() {
				f, err := os.Open(path)
				if err == nil {
					err = read(f)
				}
				if err != nil {
					b.Fatal(err)
				}
				f.Close()
			}
		})
	}
	run("lines", func(f *os.File) error {
		buf := make([]byte, 256<<10)
		for {
			n, err := f.Read(buf)
			bytes.Count(buf[:n], []byte("\n"))
			if err == io.EOF {
				return nil
			}
		}
	})
	run("importer", func(f *os.File) error {
		head := make([]byte, importers.HeadSize)
		n, _ := io.ReadFull(f, head)
		src := importers.Source{Path: "export.xml", Head: importers.NewHead("export.xml", head[:n]),
			Opener: func() (io.ReadCloser, error) { return os.Open(path) }}
		_, err := apple.Export.Read(src, &importers.Collector{})
		return err
	})
	run("encoding-xml", func(f *os.File) error {
		d := xml.NewDecoder(f)
		for {
			if _, err := d.Token(); err != nil {
				return nil
			}
		}
	})
}

// BenchmarkAppleZip reads an export within its zip as a folder is read, with its
// SHA-256, and compares with unpacking alone. peak-MB is what the process took
// from the system.
func BenchmarkAppleZip(b *testing.B) {
	dir := b.TempDir()
	f, err := os.Create(filepath.Join(dir, "export.zip"))
	if err != nil {
		b.Fatal(err)
	}
	w := zip.NewWriter(f)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, 6) })
	member, err := w.Create("apple_health_export/eksport.xml")
	if err == nil {
		_, err = fixture.GenerateApple(member, *appleSize)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	b.Run("inflate", func(b *testing.B) {
		b.SetBytes(*appleSize)
		for b.Loop() {
			r, err := zip.OpenReader(filepath.Join(dir, "export.zip"))
			if err != nil {
				b.Fatal(err)
			}
			m, err := r.File[0].Open()
			if err == nil {
				_, err = io.Copy(io.Discard, m)
			}
			if err != nil {
				b.Fatal(err)
			}
			r.Close()
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(*appleSize)
		for b.Loop() {
			if _, err := importers.Read(b.Context(), os.DirFS(dir), importers.Options{Formats: All()}); err != nil {
				b.Fatal(err)
			}
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/(1<<20), "peak-MB")
	})
}
