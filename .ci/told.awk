# Reads the output of `go test -v` of one or more runs. Prints each package as it
# ends and all that a failing test says; at the end the ten slowest tests, what did
# not run, and how many failed. Exits 1 where something failed.
#
# The lines of a test stand between "=== RUN name" (or CONT, or NAME) and
# "--- PASS: name (1.23s)"; those of a package end with "ok package 4.56s".

/^FAILED go test / { failed = 1; print; next }
/^NOT RUN / { skipped[++skips] = substr($0, 9); next }
/^under the race detector:$/ { print; fflush(); race = " (race)"; next }
/^=== / { test = $3; next }

/^ *--- (PASS|SKIP|FAIL): / {
	name = $3
	seconds = substr($4, 2) + 0
	if ($2 == "PASS:") {
		if (name !~ /\//) { took[++tests] = seconds; ran[tests] = name }
	} else if ($2 == "SKIP:") {
		why = said[name]
		sub(/^.*\.go:[0-9]+: /, "", why) # the last it said
		sub(/\n$/, "", why)
		if (why == "slow") {
			if (race == "") slow++
		} else skipped[++skips] = name race ": " why
	} else {
		failed = 1
		print
		printf "%s", said[name]
		fflush()
		test = name # what it says when it has failed
	}
	delete said[name]
	next
}

# A package ends. Of one that failed all is shown that no test took back: a panic,
# a time out, a build that failed.
/^(ok  |FAIL)\t/ {
	if ($1 == "FAIL") {
		failed = 1
		for (name in said) printf "%s", said[name]
	}
	print $0 race
	fflush()
	while (named < tests) {
		named++
		ran[named] = ran[named] " " $2 race
	}
	delete said
	test = ""
	next
}
/^(PASS|FAIL|exit status [0-9]+)$/ || /^\?? *\t.*\[no test files\]$/ { next }

{ said[test] = said[test] $0 "\n" }

END {
	for (name in said) printf "%s", said[name]
	print "the slowest tests:"
	for (i = 1; i <= 10 && i <= tests; i++) {
		most = i
		for (j = i + 1; j <= tests; j++) if (took[j] > took[most]) most = j
		printf "%7.2fs %s\n", took[most], ran[most]
		t = took[i]; took[i] = took[most]; took[most] = t
		t = ran[i]; ran[i] = ran[most]; ran[most] = t
	}
	for (i = 1; i <= skips; i++) print "did not run: " skipped[i]
	if (slow) print "did not run: " slow " slow tests: make test-all runs them"
	print failed ? "FAILED" : "tests passed"
	exit failed
}
