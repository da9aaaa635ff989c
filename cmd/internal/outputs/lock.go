package outputs

import (
	"errors"
	"fmt"
	"os"
)

// InUseError is returned if another run is writing into a folder.
type InUseError struct{ Dir string }

// Error names the folder.
func (e *InUseError) Error() string {
	return fmt.Sprintf("another run is writing into %s", e.Dir)
}

// Lock creates a folder and keeps other runs from writing into it until unlock is
// called or the program ends, however it ends. Several runs may hold a shared lock.
// Unlock removes a folder that Lock created if it is still empty. The error is an
// *InUseError or a *WriteError.
//
// Lock locks the folder itself, so that no lock file is left behind. Without such
// locks (Windows, some network file systems) it only creates the folder.
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
			_ = os.Remove(dir) // fails if the folder is not empty
		}
		release()
	}, nil
}
