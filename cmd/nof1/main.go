// Nof1 reads wearable exports and a supplement log, joins them night by night
// and writes an honest n-of-1 report. See README.md.
//
//	nof1 check export.zip supplements.csv     see what each file is
//	nof1 report export.zip supplements.csv    write the report
//
// Each command has a file of its own: it defines its flags, calls the packages in
// cmd/internal, and prints with a [printer]. [run] turns errors into messages, hints
// and exit codes.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
