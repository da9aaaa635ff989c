package process

// Version of the program, in every report.
const Version = "0.1.0"
