// Nof1 reads wearable exports and a supplement log, joins them night by night
// and writes an honest n-of-1 report. See README.md.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
