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

// fileStamp identifies a version of a file without its content.
type fileStamp struct {
	Path  string
	Size  int64
	MTime int64 // nanoseconds since 1970
	Mode  fs.FileMode
}

// stampsOf returns the stamps of a participant's files, sorted by path.
func stampsOf(in *inputs.Inputs) (out []fileStamp) {
	for _, f := range in.Files() {
		out = append(out, fileStamp{f.Path, f.Info.Size(), f.Info.ModTime().UnixNano(), f.Info.Mode()})
	}
	return out
}

// changed returns the time of the latest change of any file, in nanoseconds since 1970.
func changed(files []fileStamp) (last int64) {
	for _, f := range files {
		last = max(last, f.MTime)
	}
	return last
}

// fingerprint is a hash of a participant's file stamps and of everything else that
// decides the report. The zero fingerprint matches no participant.
type fingerprint [16]byte

// String returns the fingerprint in hex, or "" for the zero fingerprint.
func (m fingerprint) String() string {
	if m == (fingerprint{}) {
		return ""
	}
	return hex.EncodeToString(m[:])
}

// fingerprintOf returns the fingerprint of files and of the rest of their key.
func fingerprintOf(rest string, files []fileStamp) fingerprint {
	text := append(make([]byte, 0, 256), rest...)
	for _, f := range files {
		text = append(append(text, f.Path...), 0)
		for _, n := range []int64{f.Size, f.MTime, int64(f.Mode)} {
			text = binary.LittleEndian.AppendUint64(text, uint64(n))
		}
	}
	h := sha256.Sum256(text)
	return fingerprint(h[:16])
}

// settingsSum returns the hash of a configuration without the participant.
func settingsSum(cfg process.Config) (string, error) {
	cfg.Participant = ""
	text, err := yaml.Marshal(cfg)
	return sum(text), err
}

// restOfKey returns the hash of everything but the files that decides a report:
// version, settings, participant and formats. With a key for pseudonyms it includes the
// secret, so that nobody can find the participant by trying names.
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

// keyOf returns the key of a participant: a hash of the rest and of every file's
// content.
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

// recheckWithin is how long after a change the stamp of a file is not relied on: a
// second change so soon could leave size and time the same.
const recheckWithin = 2 * time.Second

// fileSums keeps the hashes of tables that several participants share, so that each
// table is hashed once.
type fileSums struct {
	mu   sync.Mutex
	sums map[fileStamp]func() (string, error)
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
	if s.sums == nil {
		s.sums = map[fileStamp]func() (string, error){}
	}
	once, ok := s.sums[key]
	if !ok {
		once = sync.OnceValues(read)
		s.sums[key] = once
	}
	s.mu.Unlock()
	return once()
}

// contentSum returns the hash of a file's content, or "" if there is no permission to
// read it: the report lists such a file and uses the others.
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
	if _, err := io.CopyBuffer(h, struct{ io.Reader }{f}, *buf); err != nil { // the struct hides WriteTo, so that buf is used
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sumBuffers holds the buffers for hashing files.
var sumBuffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}
