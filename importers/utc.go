package importers

import "errors"

// ErrNoZone is for files that have nothing but UTC times: which night a sleep
// belongs to cannot be told from them.
var ErrNoZone = errors.New("the times are UTC and the file names no zone: say where the nights were slept, such as --zone Europe/Paris")
