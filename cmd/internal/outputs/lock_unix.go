//go:build unix && !solaris && !aix

package outputs

import (
	"errors"
	"os"
	"syscall"
)

// Locks reports whether this system has the locks of [Lock] and [LockFile].
const Locks = true

// LockFile waits for the lock of an open file. Closing the file unlocks it.
func LockFile(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

func lockFolder(dir string, shared bool) (release func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, CannotWrite(dir, err)
	}
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errors.Join(&InUseError{dir}, f.Close())
	}
	return func() { _ = f.Close() }, nil // closing unlocks
}
