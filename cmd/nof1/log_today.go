package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/cmd/internal/config"
	"nof1/importers/own"
	"nof1/importers/record"

	"github.com/spf13/cobra"
)

// askedBack is for how many days after its last line a supplement or an item is asked
// for.
const askedBack = 28

// askedAlways are the items asked for every day: the most common reasons for a changed
// night, and how the night felt.
var askedAlways = []string{"sleep_quality", "stress", "alcohol", "illness"}

func logTodayCommand(p *printer, stdin io.Reader) *cobra.Command {
	var planPath string
	cmd := &cobra.Command{
		Use:   "today",
		Short: "ask the day's questions",
		Long: "Today asks, one after the other, for what you logged in the last four weeks and\n" +
			"for the most common reasons for a changed night. It writes each answer at once.\n" +
			"An empty answer writes nothing: the day stays unknown, which is not a no. With\n" +
			"the plan of an experiment it first shows what to take today.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			t := &todayQuestions{p: p, in: bufio.NewScanner(stdin)}
			var err error
			if t.plan, err = planAt(planPath); err != nil {
				return err
			}
			err = t.ask(cmd.Context())
			if errors.Is(err, io.EOF) {
				err = nil // the rest stays unknown
			}
			if err == nil {
				p.result("%s written", count(t.written, "line"))
			}
			return err
		},
	}
	cmd.Flags().StringVar(&planPath, "plan", "", "the plan being followed, a `FILE` (default: "+planYAML+", if it exists)")
	return cmd
}

// planAt reads the plan being followed. Without a path it reads plan.yaml in the current
// folder, or returns nil if that does not exist.
func planAt(path string) (*schedule.Plan, error) {
	if path == "" {
		if _, err := os.Stat(planYAML); err != nil {
			return nil, nil
		}
		path = planYAML
	}
	file, err := config.ReadFile(path)
	if err != nil {
		return nil, usagef("--plan: %v", err)
	}
	return config.ReadPlan(file)
}

// planned prints what the plan says for today and returns the supplement to ask for, or
// "" on a day outside the plan.
func (t *todayQuestions) planned(today record.Date) string {
	p := t.plan
	if p == nil || today < p.Schedule.Start.Date || today > p.Schedule.End.Date {
		return ""
	}
	day := int(today - p.Schedule.Start.Date)
	what := "without " + p.Supplement
	switch on, drawn := p.Drawn().At(today); {
	case p.Blinded:
		box := slices.IndexFunc(p.Boxes(), func(b [2]int) bool { return day <= b[1] })
		what = fmt.Sprintf("the capsule from box %d", box+1)
	case drawn && on:
		what = "with " + p.Supplement
	}
	t.p.result("day %d of %d: %s", day+1, p.Constraint.Days(), what)
	return p.Supplement
}

// todayQuestions asks and writes.
type todayQuestions struct {
	p       *printer
	in      *bufio.Scanner
	plan    *schedule.Plan // nil without one
	written int
}

// answer prints a question and returns the answer, trimmed. At the end of the input it
// returns io.EOF.
func (t *todayQuestions) answer(question string) (string, error) {
	fmt.Fprint(t.p, printable(question)+" ")
	if !t.in.Scan() {
		fmt.Fprintln(t.p)
		return "", errors.Join(io.EOF, t.in.Err())
	}
	if !isTerminal(t.p.stdout) {
		fmt.Fprintln(t.p) // no key was echoed
	}
	return strings.TrimSpace(t.in.Text()), nil
}

// until asks until write accepts the answer or the answer is empty. It prints why an
// answer was not accepted.
func (t *todayQuestions) until(question string, write func(string) error) error {
	for {
		text, err := t.answer(question)
		if err != nil || text == "" {
			return err
		}
		err = write(text)
		var usage *usageError
		if errors.As(err, &usage) {
			t.p.result("%s", usage.message)
			continue
		}
		return err
	}
}

func (t *todayQuestions) add(ctx context.Context, line logEntry) error {
	line["time"] = now()
	err := addLine(ctx, t.p, "", line)
	if err == nil {
		t.written++
	}
	return err
}

func (t *todayQuestions) ask(ctx context.Context) error {
	doses, entries, err := readOwn(ctx, t.p, "")
	if err != nil {
		return err
	}
	t.p.result("%s. Press Enter to skip a question", clock().Format("Monday, 2 January 2006"))
	today := record.DateOf(clock())
	asked := lately(doses, today)
	if id := t.planned(today); id != "" && !slices.ContainsFunc(doses, func(d record.Dose) bool {
		return protocol.Canonical(d.Supplement) == protocol.Canonical(id) && d.When.Day >= today-askedBack
	}) {
		asked = append([]record.Dose{{Supplement: id}}, asked...)
	}
	for _, d := range asked {
		if err := t.askDose(ctx, d); err != nil {
			return err
		}
	}
	for _, item := range itemsLately(entries, today) {
		if err := t.askItem(ctx, item, entries, today); err != nil {
			return err
		}
	}
	return nil
}

// lately returns the last dose of each supplement logged in the last askedBack days, by
// name, and prefers one that was taken. It leaves out supplements logged today.
func lately(doses []record.Dose, today record.Date) []record.Dose {
	last, answered := map[string]record.Dose{}, map[string]bool{}
	for _, d := range doses {
		id := protocol.Canonical(d.Supplement)
		answered[id] = answered[id] || d.When.Day == today && d.Regimen == nil
		if open := d.Regimen != nil && d.Regimen.Open; d.When.Day < today-askedBack && !open {
			continue
		}
		old, seen := last[id]
		took, tookOld := d.Taken == record.TakenYes, old.Taken == record.TakenYes
		if !seen || took && !tookOld || took == tookOld && d.When.Clock() >= old.When.Clock() {
			last[id] = d
		}
	}
	var out []record.Dose
	for _, id := range slices.Sorted(maps.Keys(last)) {
		if !answered[id] {
			out = append(out, last[id])
		}
	}
	return out
}

// askDose asks whether a supplement was taken, and if so, how much.
func (t *todayQuestions) askDose(ctx context.Context, d record.Dose) error {
	line := logEntry{"supplement": d.Supplement, "form": d.Form}
	usual := ""
	if d.HasAmount && d.Unit != "" {
		usual = strconv.FormatFloat(d.Amount, 'g', -1, 64) + " " + d.Unit
	}
	yes := false
	err := t.until(d.Supplement+" taken? (y/n)", func(text string) error {
		switch strings.ToLower(text) {
		case "y", "yes":
			yes = true
			return nil
		case "n", "no":
			line["taken"] = "no"
			return t.add(ctx, line)
		}
		return usagef("%q: want y, n or nothing", text)
	})
	if err != nil || !yes {
		return err
	}
	line["taken"] = "yes"
	written := false
	question := "how much?"
	if usual != "" {
		question += " [" + usual + "]"
	}
	err = t.until(question, func(text string) error {
		other, err := (&logAddFlags{form: d.Form}).dose(logEntry{}, append([]string{d.Supplement}, strings.Fields(text)...))
		if err == nil {
			err = t.add(ctx, other)
			written = err == nil
		}
		return err
	})
	if written || err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if usual != "" {
		line["amount"], line["unit"] = strconv.FormatFloat(d.Amount, 'g', -1, 64), d.Unit
	}
	if d.Basis != record.BasisUnknown {
		line["basis"] = d.Basis.String()
	}
	return errors.Join(t.add(ctx, line), err)
}

// itemsLately returns the items to ask for: askedAlways and those logged in the last
// askedBack days.
func itemsLately(entries []record.Entry, today record.Date) []string {
	out := slices.Clone(askedAlways)
	var more []string
	for _, e := range entries {
		_, ok := own.DiaryItem(e.Item)
		if ok && e.When.Day >= today-askedBack && !slices.Contains(out, e.Item) && !slices.Contains(more, e.Item) {
			more = append(more, e.Item)
		}
	}
	slices.Sort(more)
	return append(out, more...)
}

// askItem asks for a rating, an amount or an event, unless it was logged today.
func (t *todayQuestions) askItem(ctx context.Context, item string, entries []record.Entry, today record.Date) error {
	if slices.ContainsFunc(entries, func(e record.Entry) bool { return e.Item == item && e.When.Day == today }) {
		return nil
	}
	question := strings.ReplaceAll(item, "_", " ") + "? (y/n)"
	m, measured := record.MetricByID(item)
	switch {
	case measured && m.Unit == "0-10":
		question = m.Name + ", 0 to 10?"
	case measured && m.Unit == "n":
		question = m.Name + ", how many?"
	case measured:
		question = m.Name + " (n, or an amount with its unit)?"
	}
	return t.until(question, func(text string) error {
		words := strings.Fields(text)
		line, err := (&logAddFlags{}).entry(logEntry{}, item, words)
		if err != nil {
			return err
		}
		return t.add(ctx, line)
	})
}
