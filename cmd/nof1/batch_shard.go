package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// shard is one of several parts of a batch, each run on its own. Of is 0 where
// the batch is whole.
type shard struct{ Index, Of int }

// has tells whether a participant belongs to the part: by a hash of the name, so
// that it stays there whoever else takes part.
func (s shard) has(participant string) bool {
	if s.Of < 2 {
		return true
	}
	sum := sha256.Sum256([]byte(participant))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.Of) == uint64(s.Index)
}

// logName is the file of the run log.
func (s shard) logName() string {
	if s.Of == 0 {
		return "run.jsonl"
	}
	return fmt.Sprintf("run-%d-of-%d.jsonl", s.Index, s.Of)
}

// parseShard reads I/N, or auto/N with I from the environment of an array job;
// "" is the whole batch.
func parseShard(text string, env func(string) string) (shard, error) {
	if text == "" {
		return shard{}, nil
	}
	index, of, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(of)
	if !ok || err != nil || n < 1 {
		return shard{}, usagef("--shard %q: want I/N with I from 0 to N-1, or auto/N", text)
	}
	var i int
	if index == "auto" {
		i, err = arrayIndex(env)
		if err != nil {
			return shard{}, err
		}
	} else if i, err = strconv.Atoi(index); err != nil {
		return shard{}, usagef("--shard %q: want I/N with I from 0 to N-1, or auto/N", text)
	}
	if i < 0 || i >= n {
		return shard{}, usagef("--shard %s: part %d of %d does not exist: parts are 0 to %d", text, i, n, n-1)
	}
	return shard{i, n}, nil
}

// arrayIndex returns which task of an array job this is, from 0.
func arrayIndex(env func(string) string) (int, error) {
	if v := env("JOB_COMPLETION_INDEX"); v != "" {
		return environmentNumber("JOB_COMPLETION_INDEX", v)
	}
	v := env("SLURM_ARRAY_TASK_ID")
	if v == "" {
		return 0, usagef("--shard auto: neither JOB_COMPLETION_INDEX nor SLURM_ARRAY_TASK_ID is set").hint("outside an array job give the part: --shard I/N")
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
		return 0, usagef("--shard auto: %s is %q, not a whole number", name, value)
	}
	return n, nil
}
