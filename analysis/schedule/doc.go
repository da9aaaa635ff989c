// Package schedule lets chance choose the days: it draws the order of days with
// and without a supplement under a constraint, counts every order that
// constraint could have drawn (which is what a randomisation test needs), and
// reads the plan a person declared before starting.
//
// Days here are days of taking: what is taken on day D meets the night that
// ends on D+1. A is a day without, B a day with.
//
// Everything drawn takes a seed and is the same on every machine.
package schedule
