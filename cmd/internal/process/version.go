package process

// Version is the version of the program. Every report states it.
const Version = "0.1.0"
