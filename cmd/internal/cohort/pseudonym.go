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
)

// KeySchema is the name and version of a key file.
const KeySchema = "nof1.key/1"

// Key turns participants into pseudonyms. Its file says who is who, and only it:
// it belongs apart from what is shared.
type Key struct {
	Schema string      `json:"schema"`
	Secret string      `json:"secret"` // hex; the pseudonyms follow from it and the names
	People []KeyPerson `json:"people"` // all there ever were, by participant
}

// KeyPerson is one line of the key.
type KeyPerson struct {
	Pseudonym   string `json:"pseudonym"`
	Participant string `json:"participant"`
}

// KeyError is a key file that must not be used as it is, and what to do.
type KeyError struct{ Message, Hint string }

// Error returns the message.
func (e *KeyError) Error() string { return e.Message }

// OpenKey reads a key file, or makes a new key and writes it so that nobody else
// can read it. Two runs that make it at once agree on one. The error is a
// *KeyError for a file that others can read or that is no key.
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
	// A link, unlike a rename, does not replace the key of a run that was faster.
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
		return nil, &KeyError{fmt.Sprintf("%s says who is who and can be read by others (mode %04o)", path, info.Mode().Perm()), "chmod 600 " + path}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	k := &Key{}
	if err := json.Unmarshal(text, k); err != nil || k.Schema != KeySchema || len(k.Secret) != 64 {
		return nil, &KeyError{path + " is no key file of nof1", "give another file: --key FILE, which is made where it does not exist"}
	}
	return k, nil
}

func (k *Key) text() []byte {
	var b bytes.Buffer
	if err := reports.EncodeJSON(&b, k, "  "); err != nil {
		panic(err) // strings alone
	}
	return b.Bytes()
}

// pseudonyms have 10 letters of 32: among a million people two are alike once in
// two thousand cohorts.
var pseudonyms = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Pseudonym is the name of a participant outside: it follows from the name and
// the secret, so that every part of a cohort and every later run gives the same.
func (k *Key) Pseudonym(participant string) string {
	h := hmac.New(sha256.New, []byte(k.Secret))
	h.Write([]byte(participant))
	s := pseudonyms.EncodeToString(h.Sum(nil))
	return "p-" + s[:5] + "-" + s[5:10]
}

// Knows tells whether a pseudonym is of this key.
func (k *Key) Knows(pseudonym string) bool {
	return slices.ContainsFunc(k.People, func(p KeyPerson) bool { return p.Pseudonym == pseudonym })
}

// Add writes the participants of a list into the key file.
func (k *Key) Add(path string, list []Participant) error {
	names := map[string]string{} // pseudonym -> participant
	for _, p := range k.People {
		names[p.Pseudonym] = p.Participant
	}
	before := len(names)
	for _, p := range list {
		as := k.Pseudonym(p.ID)
		if other, ok := names[as]; ok && other != p.ID {
			return &KeyError{fmt.Sprintf("%s and %s would have the same pseudonym", other, p.ID), "give another key file: --key FILE"}
		}
		names[as] = p.ID
	}
	if len(names) == before {
		return nil
	}
	k.People = k.People[:0]
	for as, name := range names {
		k.People = append(k.People, KeyPerson{as, name})
	}
	slices.SortFunc(k.People, func(a, b KeyPerson) int { return strings.Compare(a.Participant, b.Participant) })
	return outputs.WriteFile(path, k.text()) // whose permissions readKey has seen
}

// sharedFailures say why a participant failed where the reason itself could name
// files and people.
var sharedFailures = map[int]string{
	2: "the participant's own configuration or files need a choice",
	3: "nothing usable in the files",
}

// share takes out of a status what could name the participant.
func (k *Key) share(s reports.Status) reports.Status {
	s.Participant = k.Pseudonym(s.Participant)
	if s.Status == "failed" {
		why, ok := sharedFailures[s.Exit]
		if !ok {
			why = "it could not be worked on"
		}
		s.Error = said(why)
	}
	return s
}

// Named tells whether an output folder holds reports of participants that the key
// does not know, which would stand beside the pseudonymous ones.
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
