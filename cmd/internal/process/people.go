package process

import (
	"context"
	"io/fs"

	"nof1/importers"
	"nof1/importers/all"
)

// People returns the sorted ids of the people in the files of fsys, or nil if no file
// has a column of ids.
func People(ctx context.Context, fsys fs.FS, cfg Config) ([]string, error) {
	mapped, err := cfg.mapped()
	if err != nil {
		return nil, err
	}
	return importers.People(ctx, fsys, importers.Options{Formats: all.All(), Mapped: mapped, Force: cfg.Force})
}

// Valid checks the settings that do not depend on any input file. It returns nil or a
// *SettingError.
func Valid(cfg Config) error {
	if _, err := cfg.settings(); err != nil {
		return err
	}
	_, err := cfg.mapped()
	return err
}
