//go:build !unix || solaris || aix

package outputs

import "os"

// Locks tells whether this system has the locks of [Lock] and [LockFile].
const Locks = false

// LockFile does nothing where there are no locks.
func LockFile(*os.File) error { return nil }

func lockFolder(string, bool) (release func(), err error) { return func() {}, nil }
