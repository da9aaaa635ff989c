// Package pool summarises a series of n-of-1 comparisons: the same question
// asked of several people, each with an estimate and its standard error.
//
// [Fit] answers three questions at once: what the average change is, how much
// people differ around it, and what that says about each person. Numbers go in
// and numbers come out; who may be pooled with whom is the caller's decision.
package pool
