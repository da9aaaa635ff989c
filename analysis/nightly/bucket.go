package nightly

import "nof1/importers/record"

// buckets hold items by night: those of night first+k are items[at[k]:at[k+1]].
type buckets[T any] struct {
	first record.Date
	at    []int
	items []*T
}

// byNight sorts items into one bucket a night, from the first night that has
// one to the last (a counting sort; the order inside a bucket is that of items).
func byNight[T any](items []*T, night func(*T) record.Date) buckets[T] {
	if len(items) == 0 {
		return buckets[T]{}
	}
	first, last := night(items[0]), night(items[0])
	for _, item := range items {
		first, last = min(first, night(item)), max(last, night(item))
	}
	b := buckets[T]{first: first, at: make([]int, int(last-first)+2), items: make([]*T, len(items))}
	for _, item := range items {
		b.at[night(item)-first+1]++
	}
	for k := 1; k < len(b.at); k++ {
		b.at[k] += b.at[k-1]
	}
	next := append([]int(nil), b.at...)
	for _, item := range items {
		k := night(item) - first
		b.items[next[k]] = item
		next[k]++
	}
	return b
}

// of returns the items of a night; the slice may be sorted in place.
func (b buckets[T]) of(night record.Date) []*T {
	k := int(night) - int(b.first)
	if k < 0 || k+1 >= len(b.at) {
		return nil
	}
	return b.items[b.at[k]:b.at[k+1]]
}
