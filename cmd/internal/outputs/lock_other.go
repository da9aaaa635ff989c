//go:build !unix || solaris || aix

package outputs

import "os"

// Locks reports whether this system has the locks of [Lock] and [LockFile].
const Locks = false

// LockFile does nothing: this system has no locks.
func LockFile(*os.File) error { return nil }

func lockFolder(string, bool) (release func(), err error) { return func() {}, nil }
