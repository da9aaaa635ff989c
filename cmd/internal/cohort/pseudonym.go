package cohort

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"nof1/cmd/internal/outputs"
	"nof1/reports"
	"nof1/reports/index"
)

// KeySchema is the name and version of a key file.
const KeySchema = "nof1.key/1"

// Key turns participants into pseudonyms. Only its file links the two, so keep it out
// of what is shared.
type Key struct {
	Schema string      `json:"schema"`
	Secret string      `json:"secret"` // hex; with the name it decides the pseudonym
	People []KeyPerson `json:"people"` // everyone so far, sorted by participant
}

// KeyPerson is one entry of the key.
type KeyPerson struct {
	Pseudonym   string `json:"pseudonym"`
	Participant string `json:"participant"`
}

// OpenKey reads a key file, or makes a new key that only its owner can read. Two runs
// that make it at the same time get the same key. The error is a *UsageError for a file
// that others can read or that is not a key.
func OpenKey(path string) (*Key, error) {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return readKey(path)
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	k := &Key{Schema: KeySchema, Secret: hex.EncodeToString(secret), People: []KeyPerson{}}
	f, err := os.CreateTemp(filepath.Dir(path), ".nof1-key-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(k.text())
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	// Unlike a rename, a link does not replace the key of a run that was faster.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readKey(path)
}

func readKey(path string) (*Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		message := fmt.Sprintf("%s links names to pseudonyms and others can read it (mode %04o)", path, info.Mode().Perm())
		return nil, &UsageError{message, "chmod 600 " + path}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	k := &Key{}
	if err := json.Unmarshal(text, k); err != nil || k.Schema != KeySchema || len(k.Secret) != 64 {
		return nil, &UsageError{path + " is not a key file of nof1", "give another file: --key FILE (a new name makes a new key)"}
	}
	return k, nil
}

func (k *Key) text() []byte {
	var b bytes.Buffer
	if err := reports.EncodeJSON(&b, k, "  "); err != nil {
		panic(err) // strings always encode
	}
	return b.Bytes()
}

// pseudonyms encodes 10 letters out of 32. Among a million people, two share a
// pseudonym in one of two thousand cohorts.
var pseudonyms = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Pseudonym returns the name of a participant in shared outputs. It depends only on the
// name and the secret, so every shard and every later run gives the same.
func (k *Key) Pseudonym(participant string) string {
	h := hmac.New(sha256.New, []byte(k.Secret))
	h.Write([]byte(participant))
	s := pseudonyms.EncodeToString(h.Sum(nil))
	return "p-" + s[:5] + "-" + s[5:10]
}

// Knows reports whether a pseudonym belongs to this key.
func (k *Key) Knows(pseudonym string) bool {
	return slices.ContainsFunc(k.People, func(p KeyPerson) bool { return p.Pseudonym == pseudonym })
}

// Add adds the participants of a list to the key and writes its file.
func (k *Key) Add(path string, list []Participant) error {
	names := map[string]string{} // pseudonym -> participant
	for _, p := range k.People {
		names[p.Pseudonym] = p.Participant
	}
	before := len(names)
	for _, p := range list {
		pseudonym := k.Pseudonym(p.ID)
		if other, ok := names[pseudonym]; ok && other != p.ID {
			return &UsageError{fmt.Sprintf("%s and %s would have the same pseudonym", other, p.ID), "give another key file: --key FILE"}
		}
		names[pseudonym] = p.ID
	}
	if len(names) == before {
		return nil
	}
	k.People = k.People[:0]
	for pseudonym, name := range names {
		k.People = append(k.People, KeyPerson{pseudonym, name})
	}
	slices.SortFunc(k.People, func(a, b KeyPerson) int { return strings.Compare(a.Participant, b.Participant) })
	return outputs.WriteFile(path, k.text()) // readKey has checked its permissions
}

// sharedFailures are reasons by exit code that name neither files nor people.
var sharedFailures = map[int]string{
	2: "the participant's configuration or files need a decision",
	3: "nothing usable in the files",
}

// share removes from a status what could identify the participant.
func (k *Key) share(s index.Status) index.Status {
	s.Participant = k.Pseudonym(s.Participant)
	if s.Status == "failed" {
		why, ok := sharedFailures[s.Exit]
		if !ok {
			why = "could not be processed"
		}
		s.Error = new(why)
	}
	return s
}

// Named reports whether an output folder holds reports of participants that the key
// does not know. Their names would be published with the pseudonyms.
func (k *Key) Named(out string) (bool, error) {
	entries, err := os.ReadDir(out)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	for _, e := range entries {
		s, ok := readStatus(filepath.Join(out, e.Name()))
		if ok && !k.Knows(s.Participant) {
			return true, nil
		}
	}
	return false, err
}
