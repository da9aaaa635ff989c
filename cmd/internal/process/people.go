package process

import (
	"context"
	"io/fs"

	"nof1/importers"
)

// People returns the ids of the people whose nights a tree holds, sorted; nil
// where no file tells people apart.
func People(ctx context.Context, fsys fs.FS, cfg Config) ([]string, error) {
	mapped, err := cfg.mapped()
	if err != nil {
		return nil, err
	}
	return importers.People(ctx, fsys, importers.Options{Formats: importers.All(), Mapped: mapped, Force: cfg.Force})
}

// Valid returns what is wrong with a configuration whatever the files: nil or a
// *SettingError.
func Valid(cfg Config) error {
	if _, err := cfg.settings(); err != nil {
		return err
	}
	_, err := cfg.mapped()
	return err
}
