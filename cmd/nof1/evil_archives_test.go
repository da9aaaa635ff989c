package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
)

// evilArchives are zip and gz files that unpack to too much, or whose names and
// links reach out of them.
func evilArchives() []evil {
	return []evil{
		{name: "zip of one member that unpacks to 5 GB",
			files: map[string]func(io.Writer){"export.zip": zipped(bombMember("nights.csv", 5<<10))},
			exit:  exitNoInput, says: []string{"export.zip!/nights.csv: cannot be read: it unpacks to more than 200 times its size"}},
		{name: "zip of a thousand members that unpack to 10 GB together",
			files: map[string]func(io.Writer){"export.zip": zipped(many(1000, 10))},
			exit:  exitNoInput, says: []string{"export.zip: not a readable zip archive: its files together unpack to more than 200 times its size"}},
		{name: "zip of entries that share their bytes",
			files: map[string]func(io.Writer){"export.zip": overlapping(2000)},
			exit:  exitNoInput, says: []string{"export.zip: not a readable zip archive: its files share their bytes: not an export"}},
		{name: "zip in a zip in a zip",
			files: map[string]func(io.Writer){"export.zip": zipped(textMember("inner.zip",
				zipText(textMember("inner.zip", zipText(textMember("nights.csv", goodNights))))))},
			exit: exitNoInput, says: []string{"export.zip!/inner.zip!/inner.zip: a zip three deep: unpack the outer one"}},
		{name: "gz that unpacks to 1 GB",
			files: map[string]func(io.Writer){"nights.csv.gz": gzBomb(1 << 10)},
			exit:  exitNoInput, says: []string{"nights.csv.gz: cannot be read: it unpacks to more than 200 times its size"}},
		{name: "names that leave the folder",
			files: map[string]func(io.Writer){"export.zip": zipped(textMember("../../../tmp/nights.csv", goodNights), textMember("/etc/nights.csv",
				moreNights), textMember(`C:\Windows\nights.txt`, "hello"))},
			says: []string{"nof1.nights 2 2 0 2 2024-01-02 2024-01-03 0 - 0 export.zip!/../../../tmp/nights.csv",
				"nof1.nights 2 2 0 2 2024-01-02 2024-01-03 0 - 0 export.zip!//etc/nights.csv", "export.zip!/C:/Windows/nights.txt: not read"}},
		{name: "link in a zip",
			files: map[string]func(io.Writer){"export.zip": zipped(linkMember("nights.csv", "/etc/passwd"), textMember("good.csv", goodNights))},
			says: []string{"export.zip!/nights.csv: not read: cannot be read: a link inside an archive: put the file itself there",
				"nof1.nights 2 2 0 2 2024-01-02 2024-01-03 0 - 0 export.zip!/good.csv"}},
		{name: "zip that ends in the middle",
			files: map[string]func(io.Writer){"export.zip": holding(zipText(textMember("nights.csv", goodNights))[:60])},
			exit:  exitNoInput, says: []string{"export.zip: not a readable zip archive: zip: not a valid zip file"}},
	}
}

const (
	goodNights = "date,hrv_rmssd,tst\n2024-01-02,48.5,431\n2024-01-03,51,405\n"
	moreNights = "date,resting_hr\n2024-01-02,51\n2024-01-03,52\n"
)

// holding is a file of this text.
func holding(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }

// repeated is a file of a start, a piece many times, and an end.
func repeated(start, piece string, times int, end string) func(io.Writer) {
	return func(w io.Writer) {
		per := max(1, (1<<20)/len(piece))
		block := []byte(strings.Repeat(piece, per))
		io.WriteString(w, start)
		for ; times >= per; times -= per {
			w.Write(block)
		}
		io.WriteString(w, strings.Repeat(piece, times)+end)
	}
}

// packer writes one member of a zip.
type packer func(*zip.Writer) error

func zipped(members ...packer) func(io.Writer) {
	return func(w io.Writer) {
		z := zip.NewWriter(w)
		for _, m := range members {
			if err := m(z); err != nil {
				panic(err)
			}
		}
		if err := z.Close(); err != nil {
			panic(err)
		}
	}
}

func zipText(members ...packer) string {
	var b bytes.Buffer
	zipped(members...)(&b)
	return b.String()
}

func textMember(name, content string) packer {
	return func(z *zip.Writer) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		return err
	}
}

func linkMember(name, target string) packer {
	return func(z *zip.Writer) error {
		h := &zip.FileHeader{Name: name}
		h.SetMode(fs.ModeSymlink | 0o777)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(w, target)
		}
		return err
	}
}

// deflated returns a deflate stream of mib MiB of the letter a, made from one
// MiB of it, and its CRC-32.
func deflated(mib int) ([]byte, uint32) {
	var b bytes.Buffer
	f, _ := flate.NewWriter(&b, flate.BestCompression)
	block := bytes.Repeat([]byte("a"), 1<<20)
	var parts [3][]byte
	for i := range 2 { // the second refers to what is before it, as all later ones do
		f.Write(block)
		f.Flush()
		parts[i] = bytes.Clone(b.Bytes())
		b.Reset()
	}
	f.Close()
	parts[2] = b.Bytes()
	packed := append(parts[0], bytes.Repeat(parts[1], mib-1)...)
	var sum uint32
	for range mib {
		sum = crc32.Update(sum, crc32.IEEETable, block)
	}
	return append(packed, parts[2]...), sum
}

// bombMember is a member that unpacks to mib MiB.
func bombMember(name string, mib int) packer {
	return func(z *zip.Writer) error {
		packed, sum := deflated(mib)
		return rawMember(z, name, packed, sum, mib)
	}
}

func rawMember(z *zip.Writer, name string, packed []byte, sum uint32, mib int) error {
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: sum,
		CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(mib) << 20})
	if err == nil {
		_, err = w.Write(packed)
	}
	return err
}

// many is n members that unpack to mib MiB each.
func many(n, mib int) packer {
	return func(z *zip.Writer) error {
		packed, sum := deflated(mib)
		for i := range n {
			if err := rawMember(z, fmt.Sprintf("nights-%d.csv", i), packed, sum, mib); err != nil {
				return err
			}
		}
		return nil
	}
}

// overlapping is a zip whose directory names the same bytes n times.
func overlapping(n int) func(io.Writer) {
	return func(w io.Writer) {
		one := []byte(zipText(bombMember("nights.csv", 64)))
		end := bytes.LastIndex(one, []byte("PK\x05\x06"))
		at := int(binary.LittleEndian.Uint32(one[end+16:]))
		entry := one[at:end]
		tail := bytes.Clone(one[end:])
		binary.LittleEndian.PutUint16(tail[8:], uint16(n))
		binary.LittleEndian.PutUint16(tail[10:], uint16(n))
		binary.LittleEndian.PutUint32(tail[12:], uint32(n*len(entry)))
		w.Write(one[:at])
		w.Write(bytes.Repeat(entry, n))
		w.Write(tail)
	}
}

// gzBomb is a gz that unpacks to mib MiB.
func gzBomb(mib int) func(io.Writer) {
	return func(w io.Writer) {
		packed, sum := deflated(mib)
		w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255})
		w.Write(packed)
		binary.Write(w, binary.LittleEndian, []uint32{sum, uint32(mib) << 20})
	}
}
