package analysis

const settleNights = 7 // nights a change at home is left out to size it

// homeChange fires where a change at home (bed, baby, partner, noise) is logged
// among the nights that are compared.
func homeChange(r review) finding { return r.events(r.tagged(nil, "home_change"), settleNights) }
