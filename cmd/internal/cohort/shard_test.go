package cohort

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseShard(t *testing.T) {
	for _, c := range []struct {
		text, env string
		want      Shard
		err       string
	}{
		{"", "", Shard{}, ""},
		{"0/1", "", Shard{0, 1}, ""},
		{"6/7", "", Shard{6, 7}, ""},
		{"auto/4", "JOB_COMPLETION_INDEX=3", Shard{3, 4}, ""},
		{"auto/4", "SLURM_ARRAY_TASK_ID=3", Shard{3, 4}, ""},
		{"auto/4", "SLURM_ARRAY_TASK_ID=13,SLURM_ARRAY_TASK_MIN=10", Shard{3, 4}, ""},
		{"auto/4", "JOB_COMPLETION_INDEX=1,SLURM_ARRAY_TASK_ID=3", Shard{1, 4}, ""},
		{"7/7", "", Shard{}, "parts are 0 to 6"},
		{"-1/7", "", Shard{}, "parts are 0 to 6"},
		{"1/0", "", Shard{}, "want I/N"},
		{"1", "", Shard{}, "want I/N"},
		{"a/b", "", Shard{}, "want I/N"},
		{"auto/4", "", Shard{}, "neither JOB_COMPLETION_INDEX nor SLURM_ARRAY_TASK_ID is set"},
		{"auto/4", "JOB_COMPLETION_INDEX=x", Shard{}, `JOB_COMPLETION_INDEX is "x"`},
		{"auto/4", "JOB_COMPLETION_INDEX=4", Shard{}, "parts are 0 to 3"},
		{"auto/4", "SLURM_ARRAY_TASK_ID=1,SLURM_ARRAY_TASK_MIN=2", Shard{}, "parts are 0 to 3"},
	} {
		t.Run(c.text+" "+c.env, func(t *testing.T) {
			env := func(name string) string {
				for _, pair := range strings.Split(c.env, ",") {
					if k, v, _ := strings.Cut(pair, "="); k == name {
						return v
					}
				}
				return ""
			}
			got, err := ParseShard(c.text, env)
			var usage *UsageError
			if c.err == "" {
				if err != nil || got != c.want {
					t.Errorf("%v, error %v: want %v", got, err, c.want)
				}
			} else if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.err) {
				t.Errorf("error %v: want usage, %q", err, c.err)
			}
		})
	}
}

// TestShardsSplit: every participant is in exactly one part, the parts are about
// equal, and a name keeps its part for ever: the number is pinned.
func TestShardsSplit(t *testing.T) {
	for _, n := range []int{1, 2, 7, 64} {
		sizes := make([]int, n)
		for i := range 6400 {
			name, in := fmt.Sprintf("person %d", i), 0
			for k := range n {
				if (Shard{k, n}).Has(name) {
					sizes[k]++
					in++
				}
			}
			if in != 1 {
				t.Fatalf("%s is in %d of %d parts", name, in, n)
			}
		}
		for k, size := range sizes {
			if want := 6400 / n; size < want/2 || size > want*2 {
				t.Errorf("part %d of %d holds %d of 6400", k, n, size)
			}
		}
	}
	if !(Shard{1, 7}).Has("anna") {
		for k := range 7 {
			if (Shard{k, 7}).Has("anna") {
				t.Errorf("anna moved to part %d of 7", k)
			}
		}
	}
}
