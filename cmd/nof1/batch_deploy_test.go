package main

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// kubernetesJob is what the tests know of a Kubernetes Job.
type kubernetesJob struct {
	Kind string
	Spec struct {
		CompletionMode string `yaml:"completionMode"`
		Completions    int
		Template       struct {
			Spec struct {
				AutomountServiceAccountToken *bool `yaml:"automountServiceAccountToken"`
				SecurityContext              struct {
					RunAsNonRoot bool `yaml:"runAsNonRoot"`
				} `yaml:"securityContext"`
				Containers []struct {
					Args            []string
					SecurityContext struct {
						ReadOnlyRootFilesystem   bool  `yaml:"readOnlyRootFilesystem"`
						AllowPrivilegeEscalation *bool `yaml:"allowPrivilegeEscalation"`
					} `yaml:"securityContext"`
					VolumeMounts []struct{ Name, MountPath string } `yaml:"volumeMounts"`
				}
				Volumes []struct{ Name string }
			}
		}
	}
}

// jobsOf reads the jobs of a manifest and checks what keeps them locked up.
func jobsOf(t *testing.T, name string) []kubernetesJob {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var out []kubernetesJob
	for {
		var j kubernetesJob
		if err := dec.Decode(&j); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if j.Kind != "Job" {
			continue
		}
		pod := j.Spec.Template.Spec
		c := pod.Containers[0]
		if !pod.SecurityContext.RunAsNonRoot || !c.SecurityContext.ReadOnlyRootFilesystem ||
			c.SecurityContext.AllowPrivilegeEscalation == nil || *c.SecurityContext.AllowPrivilegeEscalation ||
			pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
			t.Errorf("%s: a job may do more than it needs", name)
		}
		if len(c.VolumeMounts) != len(pod.Volumes) {
			t.Errorf("%s: %d mounts of %d volumes", name, len(c.VolumeMounts), len(pod.Volumes))
		}
		out = append(out, j)
	}
}

// here replaces the paths of a container by ours.
func here(args []string, cohort, out string) []string {
	r := strings.NewReplacer("/cohort", cohort, "/reports", out)
	var mine []string
	for _, a := range args {
		mine = append(mine, r.Replace(a))
	}
	return mine
}

// runPart runs a command of a part; some participants of the test's cohort fail.
func runPart(t *testing.T, cmd *exec.Cmd, env ...string) {
	t.Helper()
	cmd.Env = append(os.Environ(), env...)
	if said, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != exitSomeFailed {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, said)
	}
}

// TestKubernetes runs the containers' command lines as their pods would, and
// compares with one batch.
func TestKubernetes(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	cohort, out, whole := smallCohort(t, 9), t.TempDir(), t.TempDir()
	batchOf(t, cohort, whole, 0)
	job := jobsOf(t, "kubernetes.yaml")[0]
	if job.Spec.CompletionMode != "Indexed" || job.Spec.Completions < 2 {
		t.Fatalf("%+v: want an indexed job", job.Spec)
	}
	for i := range job.Spec.Completions {
		runPart(t, exec.Command("nof1", here(job.Spec.Template.Spec.Containers[0].Args, cohort, out)...), "JOB_COMPLETION_INDEX="+strconv.Itoa(i))
	}
	runPart(t, exec.Command("nof1", here(jobsOf(t, "kubernetes-index.yaml")[0].Spec.Template.Spec.Containers[0].Args, cohort, out)...))
	if diff := cmp.Diff(tree(t, whole), tree(t, out)); diff != "" {
		t.Errorf("parts differ from one batch (-one +parts):\n%.2000s", diff)
	}
}

// TestSlurm runs the array script as its tasks would.
func TestSlurm(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	script := filepath.Join("deploy", "slurm.sh")
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^#SBATCH --array=(\d+)-(\d+)$`).FindSubmatch(text)
	if m == nil {
		t.Fatal("no array")
	}
	from, _ := strconv.Atoi(string(m[1]))
	to, _ := strconv.Atoi(string(m[2]))
	cohort, out, whole := smallCohort(t, 9), t.TempDir(), t.TempDir()
	batchOf(t, cohort, whole, 0)
	for id := from; id <= to; id++ {
		runPart(t, exec.Command("sh", script), "COHORT="+cohort, "OUT="+out, "SLURM_CPUS_PER_TASK=2",
			fmt.Sprintf("SLURM_ARRAY_TASK_ID=%d", id), fmt.Sprintf("SLURM_ARRAY_TASK_MIN=%d", from), fmt.Sprintf("SLURM_ARRAY_TASK_COUNT=%d",
				to-from+1))
	}
	runPart(t, exec.Command("nof1", "index", out))
	if diff := cmp.Diff(tree(t, whole), tree(t, out)); diff != "" {
		t.Errorf("parts differ from one batch (-one +parts):\n%.2000s", diff)
	}
	if err := exec.Command("sh", script).Run(); err == nil {
		t.Error("without COHORT the script goes on")
	}
}

// TestContainer builds as the container file does: the program is static, knows
// the time zones, and the image runs as nobody with nothing else in it.
func TestContainer(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	text, err := os.ReadFile(filepath.Join("deploy", "Containerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"FROM scratch", "USER 65532:65532", `ENTRYPOINT ["/nof1"]`, "COPY --from=build /nof1 /nof1"} {
		if !strings.Contains(string(text), "\n"+line+"\n") {
			t.Errorf("no line %q", line)
		}
	}
	build := regexp.MustCompile(`(?m)^RUN (CGO_ENABLED=0) go (build .*)$`).FindStringSubmatch(string(text))
	if build == nil {
		t.Fatal("no build line")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the container's program was not built: not Linux")
	}
	program := filepath.Join(t.TempDir(), "nof1")
	cmd := exec.Command("go", strings.Fields(strings.Replace(build[2], "/nof1", program, 1))...)
	cmd.Dir, cmd.Env = filepath.Join("..", ".."), append(os.Environ(), build[1])
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Section(".interp") != nil {
		t.Error("the program wants a dynamic loader")
	}
	cohort, out := smallCohort(t, 2), t.TempDir()
	run := exec.Command(program, "batch", cohort, "--out", out, "--zone", "Europe/Paris")
	run.Env = []string{"ZONEINFO=/nowhere", "TMPDIR=/nowhere"}
	if said, err := run.CombinedOutput(); run.ProcessState.ExitCode() != exitSomeFailed {
		t.Errorf("%v\n%s", err, said)
	}
}
