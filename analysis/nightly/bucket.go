package nightly

import "nof1/importers/record"

// buckets holds items grouped by night: the items of night first+k are
// items[start[k]:start[k+1]].
type buckets[T any] struct {
	first record.Date
	start []int
	items []*T
}

// byNight groups items by night, from the first night with an item to the last.
// It is a counting sort: a bucket keeps the order of items.
func byNight[T any](items []*T, night func(*T) record.Date) buckets[T] {
	if len(items) == 0 {
		return buckets[T]{}
	}
	first, last := night(items[0]), night(items[0])
	for _, item := range items {
		first, last = min(first, night(item)), max(last, night(item))
	}
	b := buckets[T]{first: first, start: make([]int, int(last-first)+2), items: make([]*T, len(items))}
	for _, item := range items {
		b.start[night(item)-first+1]++
	}
	for k := 1; k < len(b.start); k++ {
		b.start[k] += b.start[k-1]
	}
	next := append([]int(nil), b.start...)
	for _, item := range items {
		k := night(item) - first
		b.items[next[k]] = item
		next[k]++
	}
	return b
}

// of returns the items of a night, nil if there are none. The caller may sort the
// slice in place.
func (b buckets[T]) of(night record.Date) []*T {
	k := int(night) - int(b.first)
	if k < 0 || k+1 >= len(b.start) {
		return nil
	}
	return b.items[b.start[k]:b.start[k+1]]
}
