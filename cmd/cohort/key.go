package cohort

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"gopkg.in/yaml.v3"

	"nof1/cmd/inputs"
	"nof1/cmd/outputs"
	"nof1/cmd/process"
)

// stampFile remembers, beside a report, how its inputs looked from outside, so
// that they need not be read again to see that they are the same.
const stampFile = ".stamp.json"

// stamp is the content of the stamp file.
type stamp struct {
	Key   string      `json:"key"`   // of status.json
	Rest  string      `json:"rest"`  // everything in the key but the files
	Files []fileStamp `json:"files"` // sorted by path
}

// write leaves the stamp in a participant's folder; nil leaves none.
func (s *stamp) write(dir string) error {
	if s == nil {
		return nil
	}
	return writeJSON(filepath.Join(dir, stampFile), s)
}

// fileStamp is a file from outside.
type fileStamp struct {
	Path  string `json:"path"`
	Size  int64  `json:"size"`
	MTime int64  `json:"mtime"` // nanoseconds since 1970
}

// unreadable is the size of a file that may not be read. The report lists it and
// uses the others; once it can be read it has another size.
const unreadable = -1

// stampsOf lists the files of a participant from outside, sorted by path.
func stampsOf(in *inputs.Inputs) ([]fileStamp, error) {
	var out []fileStamp
	err := fs.WalkDir(in.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		switch {
		case err == nil:
			out = append(out, fileStamp{path, info.Size(), info.ModTime().UnixNano()})
		case errors.Is(err, fs.ErrPermission):
			out = append(out, fileStamp{Path: path, Size: unreadable})
		default:
			return err
		}
		return nil
	})
	slices.SortFunc(out, func(a, b fileStamp) int { return strings.Compare(a.Path, b.Path) })
	return out, err
}

// restOfKey is everything that decides a report but the files: version, settings,
// who, and what to write. With a key for pseudonyms nobody without it can try out
// whose it is.
func restOfKey(p Participant, name string, cfg process.Config, chosen []outputs.Format, key *Key) (string, error) {
	settings, err := yaml.Marshal(cfg)
	if err != nil {
		return "", err
	}
	rest := struct {
		Version, ID, Person, Name, Settings, Config, Plan string
		Force                                             map[string]string
		Formats                                           []string
		Secret                                            string `json:",omitempty"`
	}{process.Version, p.ID, p.Person, name, string(settings), cfg.ConfigSHA256, "", cfg.Force, nil, ""}
	if cfg.Plan != nil {
		rest.Plan = cfg.Plan.Sum()
	}
	if key != nil {
		rest.Secret = key.Secret
	}
	for _, f := range chosen {
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

// racy is how long after a file changed a stamp is in doubt: within it a second
// change could have left size and time as they were.
const racy = 2 * time.Second

// stamped tells whether a participant's files look as they did when the stamp
// was written, and the rest of the key is the same. In doubt it says no.
func stamped(dir, key, rest string, files []fileStamp) bool {
	path := filepath.Join(dir, stampFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	var was stamp
	if json.Unmarshal(text, &was) != nil || was.Key != key || was.Rest != rest || !slices.Equal(was.Files, files) {
		return false
	}
	for _, f := range files {
		if info.ModTime().Sub(time.Unix(0, f.MTime)) < racy {
			return false
		}
	}
	return true
}

// fileSums keeps the sums of tables that several participants share, so that
// each is read for it once.
type fileSums struct {
	mu    sync.Mutex
	known map[string]func() (string, error)
}

func (s *fileSums) of(in *inputs.Inputs, f fileStamp, p Participant) (string, error) {
	if f.Size == unreadable {
		return "", nil
	}
	read := func() (string, error) { return contentSum(in.FS, f.Path) }
	if p.Person == "" {
		return read()
	}
	key := p.Paths[0] + "\x00" + f.Path
	for _, path := range p.Paths {
		if filepath.Base(path) == f.Path {
			key = path
		}
	}
	s.mu.Lock()
	if s.known == nil {
		s.known = map[string]func() (string, error){}
	}
	once, ok := s.known[key]
	if !ok {
		once = sync.OnceValues(read)
		s.known[key] = once
	}
	s.mu.Unlock()
	return once()
}

func contentSum(fsys fs.FS, path string) (string, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
