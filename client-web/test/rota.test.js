import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const {
  dutiesFor, dutyNext, dutyNow, gapsOf, postKey, soonDay, soonWords, spanWords, untilWords,
  weeksLater,
} = await load("models/rota", "lib/soon");

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// Times of the day are those of this device, wherever it stands.
const NOON = new Date(2026, 2, 4, 12).getTime();

function duty(from, until, more = {}) {
  return { duty: `${from}`, person: "p", name: "Fay", part: "coordinator", mine: false,
    from: NOON + from * HOUR, until: NOON + until * HOUR, ...more };
}

function hours(gaps) {
  return gaps.map(({ from, until }) => [(from - NOON) / HOUR, (until - NOON) / HOUR]);
}

const WITHIN = { from: NOON, until: NOON + 24 * HOUR };

test("a gap is where nobody is there, whatever the order of the rota", () => {
  assert.deepEqual(hours(gapsOf([], WITHIN)), [[0, 24]]);
  assert.deepEqual(hours(gapsOf([duty(20, 30), duty(-2, 10)], WITHIN)), [[10, 20]]);
  assert.deepEqual(hours(gapsOf([duty(3, 5), duty(4, 6)], WITHIN)), [[0, 3], [6, 24]]);
});

test("duties that touch, overlap or lie in one another leave no gap", () => {
  assert.deepEqual(gapsOf([duty(-1, 8), duty(8, 30)], WITHIN), []);
  assert.deepEqual(gapsOf([duty(-1, 25), duty(2, 3)], WITHIN), []);
});

test("what lies outside the days one looks at makes no gap in them", () => {
  assert.deepEqual(hours(gapsOf([duty(-9, -3), duty(30, 40)], WITHIN)), [[0, 24]]);
});

test("of several who are there the one who stays longest is named, then who comes next", () => {
  const all = [duty(-2, 1), duty(-1, 3), duty(9, 10), duty(5, 6)];
  assert.equal(dutyNow(all, NOON), all[1]);
  assert.equal(dutyNow(all, NOON + 4 * HOUR), undefined);
  assert.equal(dutyNext(all, NOON), all[3]);
  assert.equal(dutyNow([duty(-2, 0)], NOON), undefined, "the end is not part of it");
});

test("a group's duties are not those of another group or of the organisation", () => {
  const own = duty(0, 1, { part: "facilitator", conversation: "g1" });
  const all = [own, duty(0, 1, { part: "facilitator", conversation: "g2" }), duty(0, 1)];
  const post = { part: "facilitator", conversation: "g1", title: "Choir" };
  assert.deepEqual(dutiesFor(all, post), [own]);
  assert.deepEqual(dutiesFor(all, { part: "coordinator", conversation: null, title: "" }), [all[2]]);
  assert.notEqual(postKey(post), postKey({ ...post, conversation: "g2" }));
});

test("a week later is the same time on the clock, also where the clocks change", () => {
  for (let week = 1; week <= 12; week += 1) {
    const later = new Date(weeksLater(NOON, week));
    assert.equal(later.getHours(), 12);
    assert.equal(later.getDay(), new Date(NOON).getDay());
  }
});

test("moments to come are said as people say them", () => {
  assert.equal(soonWords(NOON + 2 * HOUR, NOON), "today at 14:00");
  assert.equal(soonWords(NOON + 10 * HOUR, NOON), "tonight at 22:00");
  assert.equal(soonWords(NOON + 22 * HOUR, NOON), "tomorrow at 10:00");
  assert.match(soonWords(NOON + 2 * DAY, NOON), /^Friday,? 6 March at 12:00$/);
  assert.equal(soonDay(NOON + DAY, NOON), "tomorrow");
});

test("the end of what goes on now needs no day today", () => {
  assert.equal(untilWords(NOON + 10 * HOUR, NOON), "22:00");
  assert.equal(untilWords(NOON + 20 * HOUR, NOON), "tomorrow at 08:00");
});

test("a span names its day once, and the next where it goes on until then", () => {
  assert.equal(spanWords(NOON + HOUR, NOON + 2 * HOUR, NOON), "today from 13:00 until 14:00");
  assert.equal(spanWords(NOON + 10 * HOUR, NOON + 20 * HOUR, NOON),
    "tonight from 22:00 until tomorrow at 08:00");
});
