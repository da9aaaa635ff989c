package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nof1/analysis/schedule"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/outputs"
	"nof1/importers/record"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

// planOpening opens the sealed code of a plan.
type planOpening struct {
	early   bool
	guesses string
	out     string
}

func planOpenCommand(p *printer, stdin io.Reader) *cobra.Command {
	o := &planOpening{}
	cmd := &cobra.Command{
		Use:   "open PLAN CODE",
		Short: "open the sealed code of a blinded plan, after its last day",
		Long: "Open asks what you think each box held, then opens the code and writes the plan\n" +
			"with its days, the guesses and the date as " + planOpened + " beside it. That is\n" +
			"the file for nof1 report --plan. The plan itself is not touched.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("nof1 plan open takes two files").hint("nof1 plan open plan.yaml code.sealed")
			}
			return o.run(p, stdin, args[0], args[1])
		},
	}
	cmd.Flags().BoolVar(&o.early, "early", false, "open it before the last day, in an emergency: the report will say so")
	cmd.Flags().StringVar(&o.guesses, "guesses", "", "what each box held, as `LETTERS`: A without, B with, ? no idea (default: asks)")
	cmd.Flags().StringVar(&o.out, "out", "", "write this `FILE` (default: "+planOpened+" beside the plan)")
	return cmd
}

func (o *planOpening) run(p *printer, stdin io.Reader, path, codePath string) error {
	file, err := config.ReadFile(path)
	if err != nil {
		return err
	}
	plan, err := config.ReadPlan(file)
	if err != nil {
		return err
	}
	code, err := config.ReadFile(codePath)
	if err != nil {
		return err
	}
	if o.out == "" {
		o.out = filepath.Join(filepath.Dir(path), planOpened)
	}
	if _, err := os.Stat(o.out); !errors.Is(err, fs.ErrNotExist) {
		return usagef("%s already exists: a code is opened once", o.out)
	}
	today := record.DateOf(clock())
	if end := plan.Schedule.End.Date; today <= end && !o.early {
		return usagef("the plan runs until %s: open the code after that day", end).
			hint("in an emergency: --early; the report will not count the plan as blinded")
	}
	opened, err := plan.Open(code.Text, today)
	if err != nil {
		return fmt.Errorf("%s: %w", codePath, err)
	}
	if o.guesses == "" {
		o.guesses = askGuesses(p, stdin, len(plan.Boxes()))
	}
	opened.Guesses = strings.ToUpper(o.guesses)
	if strings.Trim(opened.Guesses, "?") == "" {
		opened.Guesses = ""
	}
	if err := opened.Validate(); err != nil {
		return usagef("%v", err)
	}
	text, err := yaml.Marshal(opened)
	if err != nil {
		return err
	}
	if err := outputs.WriteFile(o.out, text); err != nil {
		return err
	}
	o.print(p, opened)
	return nil
}

// askGuesses asks for a guess about every box before it shows anything. An empty answer
// is no guess.
func askGuesses(p *printer, stdin io.Reader, boxes int) string {
	p.result("before the code is opened: what do you think each box held? w = with, o = without, Enter = no idea")
	in := bufio.NewScanner(stdin)
	var out strings.Builder
	for i := range boxes {
		letter := "?"
		for asked := true; asked; {
			fmt.Fprintf(p, "box %d: ", i+1)
			if !in.Scan() {
				asked = false
				break
			}
			switch strings.ToLower(strings.TrimSpace(in.Text())) {
			case "w", "with", "b":
				letter, asked = "B", false
			case "o", "without", "a":
				letter, asked = "A", false
			case "", "?":
				asked = false
			default:
				p.result("want w, o or nothing")
			}
		}
		out.WriteString(letter)
	}
	p.result("")
	return out.String()
}

func (o *planOpening) print(p *printer, plan schedule.Plan) {
	p.result("opened on %s: A without, B with", plan.Opened)
	for _, line := range wrapped(plan.Schedule.Days, 80) {
		p.result("  %s", line)
	}
	if n, right := plan.Guessed(); n > 0 {
		p.result("%d of %d guesses right", right, n)
	} else {
		p.result("no guesses: it is not known whether the blinding held")
	}
	p.result("wrote %s", o.out)
	p.result("now: nof1 report EXPORT LOG --plan %s", typed([]string{o.out}))
}
