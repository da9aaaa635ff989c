package cohort

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// Shard is one of several parts of a cohort that are processed separately. Of is 0 for
// the whole cohort.
type Shard struct{ Index, Of int }

// Has reports whether a participant belongs to the shard. The hash of the name decides,
// so adding other participants changes nothing.
func (s Shard) Has(participant string) bool {
	if s.Of < 2 {
		return true
	}
	sum := sha256.Sum256([]byte(participant))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.Of) == uint64(s.Index)
}

// UsageError is returned for a shard or a key file that cannot be used. Hint is the next
// step and may be "".
type UsageError struct{ Message, Hint string }

// Error returns the message.
func (e *UsageError) Error() string { return e.Message }

// LogName returns the name of the run log.
func (s Shard) LogName() string {
	if s.Of == 0 {
		return "run.jsonl"
	}
	return fmt.Sprintf("run-%d-of-%d.jsonl", s.Index, s.Of)
}

// ParseShard reads I/N, or auto/N with I from the environment of an array job. An empty
// text is the whole cohort. The error is a *UsageError.
func ParseShard(text string, env func(string) string) (Shard, error) {
	if text == "" {
		return Shard{}, nil
	}
	index, of, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(of)
	if !ok || err != nil || n < 1 {
		return Shard{}, &UsageError{Message: fmt.Sprintf("--shard %q: want I/N with I from 0 to N-1, or auto/N", text)}
	}
	var i int
	if index == "auto" {
		i, err = arrayIndex(env)
		if err != nil {
			return Shard{}, err
		}
	} else if i, err = strconv.Atoi(index); err != nil {
		return Shard{}, &UsageError{Message: fmt.Sprintf("--shard %q: want I/N with I from 0 to N-1, or auto/N", text)}
	}
	if i < 0 || i >= n {
		return Shard{}, &UsageError{Message: fmt.Sprintf("--shard %s: part %d of %d does not exist: parts are 0 to %d", text, i, n, n-1)}
	}
	return Shard{i, n}, nil
}

// arrayIndex returns the index of this task in an array job, from 0.
func arrayIndex(env func(string) string) (int, error) {
	if v := env("JOB_COMPLETION_INDEX"); v != "" {
		return environmentNumber("JOB_COMPLETION_INDEX", v)
	}
	v := env("SLURM_ARRAY_TASK_ID")
	if v == "" {
		return 0, &UsageError{"--shard auto: neither JOB_COMPLETION_INDEX nor SLURM_ARRAY_TASK_ID is set",
			"outside an array job name the part: --shard I/N"}
	}
	id, err := environmentNumber("SLURM_ARRAY_TASK_ID", v)
	if err != nil {
		return 0, err
	}
	least := 0
	if v := env("SLURM_ARRAY_TASK_MIN"); v != "" {
		if least, err = environmentNumber("SLURM_ARRAY_TASK_MIN", v); err != nil {
			return 0, err
		}
	}
	return id - least, nil
}

func environmentNumber(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0, &UsageError{Message: fmt.Sprintf("--shard auto: %s is %q, not a whole number", name, value)}
	}
	return n, nil
}
