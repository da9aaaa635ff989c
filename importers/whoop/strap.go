package whoop

import (
	"slices"

	"nof1/importers"
	"nof1/importers/record"
)

// bareNights is how many nights without skin temperature and blood oxygen must
// come before the first night with either for it to be another strap.
const bareNights = 14

// strapHistory notes on which nights the strap measured skin temperature or
// blood oxygen. WHOOP measures them since strap 4.0, and a first value after
// nights without one is the day the strap was changed. That strap gives another
// level of everything else too.
type strapHistory struct {
	nights []strapNight
}

type strapNight struct {
	night    record.Date
	measured bool
}

func (h *strapHistory) add(night record.Date, measured bool) {
	h.nights = append(h.nights, strapNight{night, measured})
}

// report emits the break at the first night that was measured, if at least 14
// earlier nights with sleep were not. The rows may come in any order.
func (h *strapHistory) report(sink importers.Sink) {
	slices.SortStableFunc(h.nights, func(a, b strapNight) int { return int(a.night) - int(b.night) })
	first := slices.IndexFunc(h.nights, func(n strapNight) bool { return n.measured })
	if first < 0 {
		return
	}
	bare, last := 0, record.Date(0)
	for _, n := range h.nights[:first] {
		if n.night != h.nights[first].night && (bare == 0 || n.night != last) {
			bare, last = bare+1, n.night
		}
	}
	if bare < bareNights {
		return
	}
	sink.Break(record.Break{Night: h.nights[first].night, Source: source, Reason: "strap",
		Detail: "skin temperature and blood oxygen begin: strap 4.0 or later"})
}
