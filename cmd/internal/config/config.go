// Package config reads configuration files and plan files and merges them into the
// settings of a run. It is the only package that uses viper.
//
//  1. Read each file with [ReadFile], and a folder's own nof1.yaml with [InFolder].
//  2. Merge them with [Read]: defaults, then each file in turn, then the flags.
//  3. Give an error of the settings its file and line with [AddPosition].
//
// For example:
//
//	file, err := config.ReadFile("config.yaml")
//	cfg, err := config.Read([]config.File{file}, map[string]any{"supplement::id": "magnesium"})
//
// An unknown key, a value of the wrong type and a file over 1 MB are errors.
package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"gopkg.in/yaml.v3"

	"nof1/cmd/internal/process"
)

// File is one configuration or plan file as read.
type File struct {
	Path string // as error messages name it
	Text []byte
}

// Error lists everything wrong with one configuration or plan file, one problem a line
// in the form FILE:LINE: field ....
type Error struct {
	Lines []string
	Plan  bool // the file is a plan
}

// Error returns the lines.
func (e *Error) Error() string { return strings.Join(e.Lines, "\n") }

// Read returns the effective configuration: the defaults, overridden by each file in
// turn, overridden by the flags. Flags are named by configuration key
// ("supplement::id"). An unknown key or a value of the wrong type is a *Error with
// its line.
func Read(files []File, flags map[string]any) (process.Config, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	v.SetConfigType("yaml")
	sum := sha256.New()
	for _, f := range files {
		if err := checkKeys(f); err != nil {
			return process.Config{}, err
		}
		own := viper.NewWithOptions(viper.KeyDelimiter("::"))
		own.SetConfigType("yaml")
		if err := own.ReadConfig(bytes.NewReader(f.Text)); err != nil {
			return process.Config{}, &Error{Lines: []string{fmt.Sprintf("%s: %v", f.Path, err)}}
		}
		numberToText(own, "margin")
		if _, err := decode(own, f); err != nil {
			return process.Config{}, err
		}
		if err := v.MergeConfigMap(own.AllSettings()); err != nil {
			return process.Config{}, fmt.Errorf("%s: %w", f.Path, err)
		}
		sum.Write(f.Text)
	}
	for key, value := range flags {
		v.Set(key, value)
	}
	cfg, err := decode(v, File{Path: "flags"})
	if err == nil && len(files) > 0 {
		cfg.ConfigSHA256 = hex.EncodeToString(sum.Sum(nil))
	}
	return cfg, err
}

// AddPosition turns a *process.SettingError into a *Error with the file and line of
// the setting. If several files set it, the last one counts. An error about a flag, or
// about a setting that no file holds, is returned unchanged, as is any other error.
func AddPosition(err error, files []File, flags map[string]any) error {
	var setting *process.SettingError
	if !errors.As(err, &setting) {
		return err
	}
	if _, ok := flags[strings.ReplaceAll(setting.Key, ".", "::")]; ok {
		return err
	}
	for _, f := range slices.Backward(files) {
		if line, ok := findLine(f.Text, setting.Key); ok {
			return &Error{Lines: []string{fmt.Sprintf("%s:%d: field %s: %s", f.Path, line, setting.Key, setting.Message)}}
		}
	}
	return err
}

// decode turns settings into a configuration on top of the defaults. The only
// conversion is from a date to its text.
func decode(v *viper.Viper, f File) (process.Config, error) {
	cfg := process.Defaults()
	err := v.UnmarshalExact(&cfg, func(d *mapstructure.DecoderConfig) {
		d.WeaklyTypedInput = false
		d.DecodeHook = dateToText
	})
	if err == nil {
		return cfg, nil
	}
	var decodeErr *mapstructure.DecodeError
	if !errors.As(err, &decodeErr) {
		return cfg, &Error{Lines: []string{fmt.Sprintf("%s: %v", f.Path, err)}}
	}
	var typeErr *mapstructure.UnconvertibleTypeError
	want := "another kind of value"
	if errors.As(err, &typeErr) {
		want = typeInWords(typeErr.Expected.Type().String())
	}
	return cfg, &Error{Lines: []string{fmt.Sprintf("%s:%d: field %s: want %s", f.Path, lineOf(f.Text, decodeErr.Name()), decodeErr.Name(),
		want)}}
}

// dateToText converts an unquoted YAML date to the text in the file.
func dateToText(from, to reflect.Type, value any) (any, error) {
	if t, ok := value.(time.Time); ok && to.Kind() == reflect.String {
		return t.Format(time.DateOnly), nil
	}
	return value, nil
}

// numberToText converts a number to text, so that a value such as a margin, with or
// without a unit, needs no quotes in YAML.
func numberToText(v *viper.Viper, key string) {
	switch x := v.Get(key).(type) {
	case int:
		v.Set(key, strconv.Itoa(x))
	case float64:
		v.Set(key, strconv.FormatFloat(x, 'g', -1, 64))
	}
}

// yamlLine matches the line number and message of an error of yaml.v3.
var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// notFound and notType match yaml.v3's messages for the two usual mistakes.
var (
	notFound = regexp.MustCompile(`^field (.*) not found in type .*$`)
	notType  = regexp.MustCompile("^cannot unmarshal \\S+(?: `(.*)`)? into (.*)$")
)

// checkKeys decodes a file strictly with yaml.v3, whose errors have the line numbers
// that viper's lack.
func checkKeys(f File) error {
	dec := yaml.NewDecoder(bytes.NewReader(f.Text))
	dec.KnownFields(true)
	var cfg process.Config
	err := dec.Decode(&cfg)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	out := &Error{}
	for _, line := range strings.Split(err.Error(), "\n") {
		m := yamlLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		out.Lines = append(out.Lines, fmt.Sprintf("%s:%s: %s", f.Path, m[1], explain(f.Text, m[1], m[2])))
	}
	if len(out.Lines) == 0 {
		out.Lines = []string{fmt.Sprintf("%s:1: %s", f.Path, strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	return out
}

// explain rewrites yaml.v3's message about a line in the words of nof1.
func explain(text []byte, line, message string) string {
	if m := notFound.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("field %s not found", m[1])
	}
	if m := notType.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(line)
		prefix := ""
		if m[1] != "" {
			prefix = fmt.Sprintf("%q is not valid, ", m[1])
		}
		return fmt.Sprintf("field %s: %swant %s", fieldAt(text, n), prefix, typeInWords(m[2]))
	}
	return message
}

// typeInWords describes how a value of a Go type is written in YAML.
func typeInWords(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"), strings.HasPrefix(goType, "!!seq"):
		return "a list"
	case strings.Contains(goType, "uint"):
		return "a whole number, 0 or more"
	case strings.Contains(goType, "int"):
		return "a whole number"
	case goType == "bool":
		return "true or false"
	case strings.Contains(goType, "float"):
		return "a number"
	case strings.HasSuffix(goType, ".Range"):
		return "the lowest and the highest value, such as 1-4"
	case goType == "string":
		return "text, in quotes if it looks like a number"
	}
	return "keys and values, indented below it"
}
