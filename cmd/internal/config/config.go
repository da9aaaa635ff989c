// Package config reads configuration files and plan files, strictly, and merges
// them into the settings of a run. It is the only place that knows viper.
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
	Path string // as the messages name it
	Text []byte
}

// Error is everything wrong with one configuration file, each line in the form
// FILE:LINE: field ....
type Error struct {
	Lines []string
}

// Error returns the lines.
func (e *Error) Error() string { return strings.Join(e.Lines, "\n") }

// Read returns the effective configuration: the defaults, overridden by
// each file in turn, overridden by the flags, whose names are configuration
// keys ("supplement::id"). Every file is read strictly: an unknown key or a
// value of the wrong type is a *Error with its line.
func Read(files []File, flags map[string]any) (process.Config, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	v.SetConfigType("yaml")
	sum := sha256.New()
	for _, f := range files {
		if err := checkKeys(f); err != nil {
			return process.Config{}, err
		}
		one := viper.NewWithOptions(viper.KeyDelimiter("::"))
		one.SetConfigType("yaml")
		if err := one.ReadConfig(bytes.NewReader(f.Text)); err != nil {
			return process.Config{}, &Error{[]string{fmt.Sprintf("%s: %v", f.Path, err)}}
		}
		numberIsText(one, "margin")
		if _, err := decode(one, f); err != nil {
			return process.Config{}, err
		}
		if err := v.MergeConfigMap(one.AllSettings()); err != nil {
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

// Placed names the file and the line of a setting that cannot be used: the last
// of the files that says it, as *Error. What a flag says, what no file says and any
// other error stay as they are.
func Placed(err error, files []File, flags map[string]any) error {
	var setting *process.SettingError
	if !errors.As(err, &setting) {
		return err
	}
	if _, ok := flags[strings.ReplaceAll(setting.Key, ".", "::")]; ok {
		return err
	}
	for _, f := range slices.Backward(files) {
		if line, ok := findLine(f.Text, setting.Key); ok {
			return &Error{[]string{fmt.Sprintf("%s:%d: field %s: %s", f.Path, line, setting.Key, setting.Message)}}
		}
	}
	return err
}

// decode turns settings into a configuration on top of the defaults, without
// any conversion but a date to its text.
func decode(v *viper.Viper, f File) (process.Config, error) {
	cfg := process.Defaults()
	err := v.UnmarshalExact(&cfg, func(d *mapstructure.DecoderConfig) {
		d.WeaklyTypedInput = false
		d.DecodeHook = dateIsText
	})
	if err == nil {
		return cfg, nil
	}
	var wrong *mapstructure.DecodeError
	if !errors.As(err, &wrong) {
		return cfg, &Error{[]string{fmt.Sprintf("%s: %v", f.Path, err)}}
	}
	var unlike *mapstructure.UnconvertibleTypeError
	want := "another kind of value"
	if errors.As(err, &unlike) {
		want = wanted(unlike.Expected.Type().String())
	}
	return cfg, &Error{[]string{fmt.Sprintf("%s:%d: field %s: want %s", f.Path, lineOf(f.Text, wrong.Name()), wrong.Name(), want)}}
}

// dateIsText writes an unquoted YAML date as it stood in the file.
func dateIsText(from, to reflect.Type, value any) (any, error) {
	if t, ok := value.(time.Time); ok && to.Kind() == reflect.String {
		return t.Format(time.DateOnly), nil
	}
	return value, nil
}

// numberIsText lets a key that holds a number with or without a unit be
// written without quotes.
func numberIsText(v *viper.Viper, key string) {
	switch x := v.Get(key).(type) {
	case int:
		v.Set(key, strconv.Itoa(x))
	case float64:
		v.Set(key, strconv.FormatFloat(x, 'g', -1, 64))
	}
}

// yamlLine is how yaml.v3 names the place of an error.
var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// notFound and notType are yaml.v3's words for the two usual mistakes.
var (
	notFound = regexp.MustCompile(`^field (.*) not found in type .*$`)
	notType  = regexp.MustCompile("^cannot unmarshal \\S+(?: `(.*)`)? into (.*)$")
)

// checkKeys decodes strictly for the line numbers viper does not keep.
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

// explain turns yaml.v3's message at a line into ours.
func explain(text []byte, line, message string) string {
	if m := notFound.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("field %s not found", m[1])
	}
	if m := notType.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(line)
		said := ""
		if m[1] != "" {
			said = fmt.Sprintf("%q is not valid, ", m[1])
		}
		return fmt.Sprintf("field %s: %swant %s", fieldAt(text, n), said, wanted(m[2]))
	}
	return message
}

// wanted says what a Go type looks like in YAML.
func wanted(goType string) string {
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
	case goType == "string":
		return "text, in quotes where it looks like a number"
	}
	return "keys with values below it"
}
