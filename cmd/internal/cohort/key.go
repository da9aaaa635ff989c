package cohort

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"gopkg.in/yaml.v3"

	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/process"
)

// fileStamp is a file from outside.
type fileStamp struct {
	Path  string
	Size  int64
	MTime int64 // nanoseconds since 1970
	Mode  fs.FileMode
}

// stampsOf lists the files of a participant from outside, sorted by path.
func stampsOf(in *inputs.Inputs) (out []fileStamp) {
	for _, f := range in.Files() {
		out = append(out, fileStamp{f.Path, f.Info.Size(), f.Info.ModTime().UnixNano(), f.Info.Mode()})
	}
	return out
}

// changed returns when any of the files last changed, in nanoseconds since 1970.
func changed(files []fileStamp) (last int64) {
	for _, f := range files {
		last = max(last, f.MTime)
	}
	return last
}

// mark stands for how files look from outside, and for all else that decides what
// is made of them. The zero mark is nobody's.
type mark [16]byte

// String is the mark in hex, "" for the zero mark.
func (m mark) String() string {
	if m == (mark{}) {
		return ""
	}
	return hex.EncodeToString(m[:])
}

// markOf returns the mark of files and of the rest of their key.
func markOf(rest string, files []fileStamp) mark {
	text := append(make([]byte, 0, 256), rest...)
	for _, f := range files {
		text = append(append(text, f.Path...), 0)
		for _, n := range []int64{f.Size, f.MTime, int64(f.Mode)} {
			text = binary.LittleEndian.AppendUint64(text, uint64(n))
		}
	}
	h := sha256.Sum256(text)
	return mark(h[:16])
}

// settingsSum stands for a configuration. Who it is about is said apart.
func settingsSum(cfg process.Config) (string, error) {
	cfg.Participant = ""
	text, err := yaml.Marshal(cfg)
	return sum(text), err
}

// restOfKey is everything that decides a report but the files: version, settings,
// who, and what to write. With a key for pseudonyms nobody without it can try out
// whose it is.
func (c *Cohort) restOfKey(p Participant, name string, cfg process.Config, own bool) (string, error) {
	settings := c.settings
	if own {
		var err error
		if settings, err = settingsSum(cfg); err != nil {
			return "", err
		}
	}
	rest := struct {
		Version, ID, Person, Name, Settings, Config, Plan string
		Force                                             map[string]string
		Formats                                           []string
		Secret                                            string `json:",omitempty"`
	}{process.Version, p.ID, p.Person, name, settings, cfg.ConfigSHA256, "", cfg.Force, nil, ""}
	if cfg.Plan != nil {
		rest.Plan = cfg.Plan.Sum()
	}
	if c.Key != nil {
		rest.Secret = c.Key.Secret
	}
	for _, f := range c.Formats {
		rest.Formats = append(rest.Formats, f.Name)
	}
	text, err := json.Marshal(rest)
	return sum(text), err
}

// keyOf is the key of a participant: the rest and the content of every file.
func keyOf(rest string, in *inputs.Inputs, files []fileStamp, sums *fileSums, p Participant) (string, error) {
	h := sha256.New()
	io.WriteString(h, rest)
	for _, f := range files {
		content, err := sums.of(in, f, p)
		if err != nil {
			return "", err
		}
		text, err := json.Marshal([]string{f.Path, content})
		if err != nil {
			return "", err
		}
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func sum(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

// racy is how long after a file changed its look is in doubt: within it a second
// change could have left size and time as they were.
const racy = 2 * time.Second

// fileSums keeps the sums of tables that several participants share, so that
// each is read for it once.
type fileSums struct {
	mu    sync.Mutex
	known map[fileStamp]func() (string, error)
}

func (s *fileSums) of(in *inputs.Inputs, f fileStamp, p Participant) (string, error) {
	read := func() (string, error) { return contentSum(in.FS, f.Path) }
	if p.Person == "" {
		return read()
	}
	key := f
	for _, path := range p.Paths {
		if filepath.Base(path) == f.Path {
			key.Path = path
		}
	}
	s.mu.Lock()
	if s.known == nil {
		s.known = map[fileStamp]func() (string, error){}
	}
	once, ok := s.known[key]
	if !ok {
		once = sync.OnceValues(read)
		s.known[key] = once
	}
	s.mu.Unlock()
	return once()
}

// contentSum is the sum of a file's content, "" of one that may not be read: the
// report lists it and uses the others.
func contentSum(fsys fs.FS, path string) (string, error) {
	f, err := fsys.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	buf := sumBuffers.Get().(*[]byte)
	defer sumBuffers.Put(buf)
	if _, err := io.CopyBuffer(h, struct{ io.Reader }{f}, *buf); err != nil { // a file alone would get a buffer of its own
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sumBuffers are what files are read into for their sums.
var sumBuffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}
