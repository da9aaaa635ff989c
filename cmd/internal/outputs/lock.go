package outputs

import (
	"errors"
	"fmt"
	"os"
)

// InUseError is returned where another run is writing into a folder.
type InUseError struct{ Dir string }

// Error names the folder.
func (e *InUseError) Error() string {
	return fmt.Sprintf("another run is writing into %s", e.Dir)
}

// Lock creates a folder and keeps other runs from writing into it until unlock is
// called or the program ends, however it ends. Shared locks go together. A folder
// that Lock made and nothing was written into goes away again. The error is an
// *InUseError or a *WriteError.
//
// It locks the folder itself, so that no file is left behind. Where the system or
// the file system has no such locks (Windows, some network file systems), it does
// nothing else.
func Lock(dir string, shared bool) (unlock func(), err error) {
	_, err = os.Stat(dir)
	made := errors.Is(err, os.ErrNotExist)
	if err := MakeFolder(dir); err != nil {
		return nil, err
	}
	release, err := lockFolder(dir, shared)
	if err != nil {
		return nil, err
	}
	return func() {
		if made {
			_ = os.Remove(dir) // refused where something lies in it
		}
		release()
	}, nil
}
