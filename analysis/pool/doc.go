// Package pool summarises a series of n-of-1 comparisons: the same question asked
// of several people, each with an estimate and its standard error.
//
// [Fit] estimates the average change, the spread of the true changes between people
// and the change of each person:
//
//	summary, err := pool.Fit([]pool.Effect{
//		{Estimate: 5, SE: 2}, {Estimate: 1, SE: 3}, {Estimate: 9, SE: 4}, // in ms
//	})
//	...
//	summary.Estimate     // the average change
//	summary.Prediction95 // the true change of one more person
//	summary.Each[0]      // the first person, moved towards the average
//
// The package takes numbers and returns numbers. The caller decides which people may
// be pooled: the same supplement, the same metric and the same unit. Fewer than
// [Fewest] people are refused.
package pool
