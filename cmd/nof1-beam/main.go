// Nof1-beam makes the reports of a cohort on Apache Beam, an engine that spreads the
// work over machines. Participants, reports and index are the same bytes as those of
// nof1 batch.
//
//	nof1-beam cohort --out reports
//	nof1-beam s3://bucket/cohort?region=eu-west-1 --out s3://bucket/reports?region=eu-west-1
//	nof1-beam gs://bucket/cohort --out gs://bucket/reports --runner dataflow --project P --region R --staging_location gs://bucket/staging
//	nof1-beam s3://bucket/cohort --out s3://bucket/reports --runner flink --endpoint localhost:8099
//
// Without --runner it runs in this process (Beam's prism runner). FOLDER and --out are
// folders that every worker can reach, or s3://, gs:// or azblob:// URLs.
//
// The job has four steps: list the participants, make each report, combine their
// entries, and write the index.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"nof1/cmd/internal/cohort"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/process"
	"nof1/reports/index"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// The exit codes are those of nof1.
const (
	exitDone       = 0
	exitUsage      = 2
	exitNoInput    = 3
	exitSomeFailed = 4
)

// values is a flag that may be given several times.
type values []string

func (v *values) String() string { return strings.Join(*v, ",") }

// Set adds one value.
func (v *values) Set(s string) error { *v = append(*v, s); return nil }

// The flags are those of nof1 batch that are useful on a cluster. Beam adds its own.
var (
	out        = flag.String("out", "nof1-report", "write into this `DIR` or URL")
	format     = flag.String("format", "html,json", "files to write for each participant; json always is")
	configFile = flag.String("config", "", "configuration `FILE` (YAML)")
	planFile   = flag.String("plan", "", "follow the plan of `FILE` (plan.yaml)")
	seed       = flag.Uint64("seed", 1, "seed of what is drawn at random")
	force      = flag.Bool("force", false, "redo finished participants")
	as         values
	overriding = map[string]*string{} // by configuration key
)

func init() {
	flag.Var(&as, "as", "read a file as this format: `IMPORTER=FILE`")
	for name, f := range map[string][2]string{
		"time_zone":  {"zone", "`IANA` zone of files that state no offset (--zone is Dataflow's)"},
		"supplement": {"supplement::id", "`ID` of the supplement the reports are about"},
		"start":      {"supplement::start", "first night with it, as a `DATE`"},
		"primary":    {"primary", "the `METRIC` that answers the question"},
		"lang":       {"language", "`CODE` of the language of the reports: en, de"},
		"margin":     {"margin", "the smallest change worth having, e.g. 15 or 5%"},
	} {
		overriding[f[0]] = flag.String(name, "", f[1])
	}
}

// usageError is wrong usage.
type usageError struct{ error }

func run(args []string, stdout, stderr io.Writer) int {
	folder := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		folder, args = args[0], args[1:]
	}
	if err := flag.CommandLine.Parse(args); err != nil {
		return exitUsage
	}
	beam.Init() // on a worker this does not return
	failed, err := start(context.Background(), folder, stdout)
	if err == nil && failed > 0 {
		fmt.Fprintf(stderr, "nof1-beam: error: %d failed (why: %s)\n", failed, join(*out, "index.html"))
		return exitSomeFailed
	}
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(stderr, "nof1-beam: error: %v\n", err)
	var usage *usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(stderr, "nof1-beam: hint: nof1-beam FOLDER --out DIR; nof1-beam --help lists the flags")
		return exitUsage
	}
	return cohort.Exit(err)
}

// start runs the job, prints how it went and returns the number of failed participants.
func start(ctx context.Context, folder string, stdout io.Writer) (failed int, err error) {
	if folder == "" && flag.NArg() == 1 {
		folder = flag.Arg(0)
	} else if flag.NArg() != 0 || folder == "" {
		return 0, &usageError{fmt.Errorf("want one FOLDER, got %d", flag.NArg())}
	}
	j, err := newJob(ctx, folder)
	if err != nil {
		return 0, err
	}
	if err := j.check(ctx); err != nil {
		return 0, err
	}
	if err := beamx.Run(ctx, j.pipeline()); err != nil || *jobopts.Async {
		return 0, err
	}
	return j.summarise(ctx, stdout)
}

// newJob reads the flags and the files they name.
func newJob(ctx context.Context, folder string) (job, error) {
	j := job{
		Folder: folder, Out: *out, Formats: strings.Split(*format, ","),
		Flags: map[string]string{}, As: map[string]string{}, Redo: *force,
	}
	set := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { set[f.Name] = true })
	for key, value := range overriding {
		if *value != "" {
			j.Flags[key] = *value
		}
	}
	if set["seed"] {
		j.Seed = seed
	}
	for _, v := range as {
		importer, file, ok := strings.Cut(v, "=")
		if !ok || file == "" {
			return j, &usageError{fmt.Errorf("--as %q: want IMPORTER=FILE", v)}
		}
		j.As[file] = importer
	}
	if *configFile != "" {
		file, err := config.ReadFile(*configFile)
		if err != nil {
			return j, &usageError{fmt.Errorf("--config: %w", err)}
		}
		j.Files = append(j.Files, file)
	}
	if *planFile != "" {
		file, err := config.ReadFile(*planFile)
		if err != nil {
			return j, &usageError{fmt.Errorf("--plan: %w", err)}
		}
		j.Plan = &file
	}
	own, err := folderConfig(ctx, folder)
	j.Files = append(j.Files, own...)
	return j, err
}

// check returns errors that can be found before any worker starts.
func (j job) check(ctx context.Context) error {
	if _, err := j.cohort(j.Folder, j.Out); err != nil {
		return err
	}
	if !remote(j.Folder) {
		info, err := os.Stat(j.Folder)
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return &usageError{fmt.Errorf("%s is not a folder", j.Folder)}
		}
		if to, err := os.Stat(j.Out); err == nil && os.SameFile(info, to) {
			return &usageError{fmt.Errorf("%s is an input and would be written to", j.Out)}
		}
	}
	if strings.TrimSuffix(j.Folder, "/") == strings.TrimSuffix(j.Out, "/") {
		return &usageError{fmt.Errorf("%s is an input and would be written to", j.Out)}
	}
	list, err := j.list(ctx)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s holds no participants: %w", j.Folder, process.ErrNothingUsable)
	}
	return err
}

// summarise prints how many participants ended how, from the index that was written.
func (j job) summarise(ctx context.Context, stdout io.Writer) (failed int, err error) {
	to, err := openPlace(ctx, j.Out)
	if err != nil {
		return 0, err
	}
	defer to.close()
	var text []byte
	if to.bucket == nil {
		text, err = os.ReadFile(filepath.Join(j.Out, "index.json"))
	} else {
		text, err = to.bucket.ReadAll(ctx, "index.json")
	}
	if err != nil {
		return 0, err
	}
	var x struct{ Participants []index.Row }
	if err := json.Unmarshal(text, &x); err != nil {
		return 0, err
	}
	n := map[string]int{}
	for _, r := range x.Participants {
		n[r.Status]++
	}
	_, err = fmt.Fprintf(stdout, "%d participants: %d done, %d skipped, %d failed\nwrote %s\n",
		len(x.Participants), n["done"], n["skipped"], n["failed"], join(j.Out, "index.html"))
	return n["failed"], err
}

// join returns the path or URL of a file in a place.
func join(place, name string) string {
	if !remote(place) {
		return filepath.Join(place, name)
	}
	address, query, _ := strings.Cut(place, "?")
	if query != "" {
		query = "?" + query
	}
	return strings.TrimSuffix(address, "/") + "/" + name + query
}
