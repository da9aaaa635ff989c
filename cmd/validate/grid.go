package main

// cell is one kind of made-up people.
type cell struct {
	name  string
	plan  plan
	noise noise
	hrv   bool // heart rate variability (log scale, heart factor); else total sleep time

	atOnce bool // declared to act at once: no night is left out after a switch
	every  bool // a value on every night

	alarmBar float64 // highest share of false alarms, percent; 0: none, see why
	why      string
	power    [2]float64 // least shares found at 0.5 and 1 SD, percent; 0: none
}

// The bars, in percent.
const (
	bar          = 7.
	slackBar     = 9. // full linear drift in at most 132 nights, slow waves
	meanAlarmBar = 5.
	meanCoverBar = 93.
)

// grid is every cell. The least powers are two points below those measured with
// the reference implementation on the same kind of series: nights complete, no
// onset (before/after), or gaps and no onset (repeated and randomised).
var grid = []cell{
	{name: "before/after 60+60, independent nights", plan: beforeAfter(60, 60), noise: autoregressive(0), alarmBar: bar},
	{name: "before/after 60+60, AR(1) .3", plan: beforeAfter(60, 60), noise: autoregressive(.3), alarmBar: bar},
	{name: "before/after 60+60, AR(1) .6", plan: beforeAfter(60, 60), noise: autoregressive(.6), alarmBar: bar},
	{name: "before/after 60+60, heavy tails", plan: beforeAfter(60, 60), noise: heavyTailed(.3), alarmBar: bar},
	{name: "before/after 60+60, slow wave", plan: beforeAfter(60, 60), noise: slowWave, alarmBar: slackBar},
	{name: "before/after 60+60, drift", plan: beforeAfter(60, 60), noise: drifting(autoregressive(.3)), alarmBar: slackBar},
	{name: "before/after 40+40, AR(1) .3", plan: beforeAfter(40, 40), noise: autoregressive(.3), alarmBar: bar},
	{name: "before/after 40+40, slow wave", plan: beforeAfter(40, 40), noise: slowWave, alarmBar: slackBar},
	{name: "before/after 40+40, drift", plan: beforeAfter(40, 40), noise: drifting(autoregressive(.3)), alarmBar: slackBar},
	{name: "before/after 90+42, AR(1) .3", plan: beforeAfter(90, 42), noise: autoregressive(.3), alarmBar: bar},
	{name: "before/after 90+42, drift", plan: beforeAfter(90, 42), noise: drifting(autoregressive(.3)), alarmBar: slackBar},
	{name: "before/after 180+42, AR(1) .6", plan: beforeAfter(180, 42), noise: autoregressive(.6), alarmBar: bar},
	{name: "before/after 180+42, slow wave", plan: beforeAfter(180, 42), noise: slowWave, alarmBar: slackBar},
	{name: "before/after 180+42, drift", plan: beforeAfter(180, 42), noise: drifting(autoregressive(.3)), alarmBar: bar},
	{name: "before/after 180+42, wandering level", plan: beforeAfter(180, 42), noise: wandering(autoregressive(.3)), alarmBar: bar},
	{name: "before/after 180+42, like real HRV", plan: beforeAfter(180, 42), noise: likeHRV, hrv: true, alarmBar: bar},
	{name: "before/after 365+90, drift", plan: beforeAfter(365, 90), noise: drifting(autoregressive(.3)), alarmBar: bar},
	{name: "before/after 365+90, like real HRV", plan: beforeAfter(365, 90), noise: likeHRV, hrv: true, alarmBar: bar},

	{name: "every night, at once: 60+60, AR(1) .3", plan: beforeAfter(60, 60), noise: autoregressive(.3), atOnce: true, every: true,
		alarmBar: bar, power: [2]float64{15, 71}},
	{name: "every night, at once: 60+60, slow wave", plan: beforeAfter(60, 60), noise: slowWave, atOnce: true, every: true,
		alarmBar: slackBar, power: [2]float64{20, 56}},
	{name: "every night, at once: 60+60, drift", plan: beforeAfter(60, 60), noise: drifting(autoregressive(.3)), atOnce: true, every: true,
		alarmBar: slackBar, power: [2]float64{22, 58}},
	{name: "every night, at once: 90+42, AR(1) .3", plan: beforeAfter(90, 42), noise: autoregressive(.3), atOnce: true, every: true,
		alarmBar: bar, power: [2]float64{17, 66}},
	{name: "every night, at once: 90+42, drift", plan: beforeAfter(90, 42), noise: drifting(autoregressive(.3)), atOnce: true, every: true,
		alarmBar: slackBar, power: [2]float64{20, 58}},
	{name: "every night, at once: 90+42, wandering level", plan: beforeAfter(90, 42), noise: wandering(autoregressive(.3)), atOnce: true,
		every: true, alarmBar: bar, power: [2]float64{18, 53}},
	{name: "every night, at once: 180+42, AR(1) .3", plan: beforeAfter(180, 42), noise: autoregressive(.3), atOnce: true, every: true,
		alarmBar: bar, power: [2]float64{15, 74}},

	{name: "ABAB 4x28, AR(1) .3", plan: abab(28), noise: autoregressive(.3), alarmBar: bar},
	{name: "ABAB 4x28, slow wave", plan: abab(28), noise: slowWave, alarmBar: slackBar},
	{name: "ABAB 4x28, like real HRV", plan: abab(28), noise: likeHRV, hrv: true, alarmBar: bar},
	{name: "at once: ABAB 4x30, AR(1) .3", plan: abab(30), noise: autoregressive(.3), atOnce: true, alarmBar: bar, power: [2]float64{33}},
	{name: "weekly coin, 120 nights, AR(1) .3", plan: weeklyPairs(120), noise: autoregressive(.3), alarmBar: bar, power: [2]float64{52}},
	{name: "weekly coin, 120 nights, drift", plan: weeklyPairs(120), noise: drifting(autoregressive(.3)), alarmBar: slackBar,
		power: [2]float64{57}},
	{name: "weekly coin, 12 weeks, like real HRV", plan: weeklyPairs(84), noise: likeHRV, hrv: true, alarmBar: bar},
	{name: "nightly coin, 12 weeks, AR(1) .3", plan: coin(84), noise: autoregressive(.3), alarmBar: bar},

	{name: "as needed, for no reason, AR(1) .3", plan: asNeeded(120, noReason), noise: autoregressive(.3), alarmBar: bar},
	{name: "as needed, after a bad night, AR(1) .3", plan: asNeeded(120, badNightBefore), noise: autoregressive(.3), alarmBar: bar},
	{name: "as needed, after a bad night, AR(1) .6", plan: asNeeded(120, badNightBefore), noise: autoregressive(.6), alarmBar: bar},
	{name: "as needed, because of the night to come", plan: asNeeded(120, tonight), noise: autoregressive(.3),
		why: "no record shows it: every rule fails"},

	{name: "start after a bad week, 90+42 or more, AR(1) .3", plan: badWeek(90, 180), noise: autoregressive(.3), alarmBar: bar},
	{name: "start after a bad week, 90+42 or more, like real HRV", plan: badWeek(90, 180), noise: likeHRV, hrv: true, alarmBar: bar},
	{name: "start after a bad week, 40+42 or more, AR(1) .6", plan: badWeek(40, 120), noise: autoregressive(.6), alarmBar: bar},
}
