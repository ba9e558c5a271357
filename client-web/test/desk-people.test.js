import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const {
  boxTime, byAttention, dayOf, matchesPassing, needsAttention, readinessOf, storyLines, timeOfBox,
} = await load(
  "lib/box-time", "models/desk-matches", "models/desk-supporters", "models/desk-profile");

const NOW = Date.UTC(2026, 2, 1, 12);
const DAY_MS = 86_400_000;

function match(id, more = {}) {
  return { match: id, state: "active", carer_answer: "yes", supporter_answer: "yes", ...more };
}

test("silence, a due review, a wish for change or a question makes somebody look", () => {
  assert.equal(needsAttention(match("m1"), NOW), false);
  assert.equal(needsAttention(match("m1", { quiet_since: NOW - DAY_MS }), NOW), true);
  assert.equal(needsAttention(match("m1", { next_review_at: NOW }), NOW), true);
  assert.equal(needsAttention(match("m1", { next_review_at: NOW + 1 }), NOW), false);
  assert.equal(needsAttention(match("m1", { state: "change_asked" }), NOW), true);
  const asks = { state: "offered", carer_answer: "ask", supporter_answer: "none" };
  assert.equal(needsAttention(match("m1", asks), NOW), true);
  assert.equal(needsAttention(match("m1", { state: "ended", next_review_at: 0 }), NOW), false);
});

test("the longest silence stands first, and what is over only where one asks for it", () => {
  const rows = [
    match("m1"), match("m2", { quiet_since: NOW - DAY_MS }), match("m3", { state: "ended" }),
    match("m4", { quiet_since: NOW - 9 * DAY_MS }), match("m5", { state: "offered" }),
  ];
  const found = (filter) => matchesPassing(rows, filter, NOW).map((row) => row.match);
  assert.deepEqual(found("going"), ["m4", "m2", "m1", "m5"]);
  assert.deepEqual(found("answers"), ["m5"]);
  assert.deepEqual(found("attention"), ["m4", "m2"]);
  assert.deepEqual(found("over"), ["m3"]);
});

test("a box for date and time gives back the moment it was given", () => {
  const at = new Date(2026, 2, 1, 9, 5);
  assert.equal(boxTime(at), "2026-03-01T09:05");
  assert.equal(timeOfBox("2026-03-01T09:05"), at.getTime());
  assert.equal(timeOfBox(""), null);
});

test("supporters who need a call stand first, ready ones last", () => {
  const rows = [
    { person: "a", ready: true }, { person: "b", ready: false }, { person: "c", ready: true,
      weather: "heavy" }, { person: "d", ready: true, on_hold: true },
  ];
  assert.deepEqual(byAttention(rows).map((row) => row.person), ["c", "d", "b", "a"]);
});

test("a day is its first millisecond, and an empty box is no day", () => {
  assert.equal(dayOf("2026-03-01"), Date.UTC(2026, 2, 1));
  assert.equal(dayOf(""), null);
  assert.equal(dayOf("soon"), null);
});

test("only what is filled in is recorded", () => {
  const boxes = { trained_at: "2026-03-01", references_at: "", dbs: "" };
  assert.deepEqual(readinessOf("p1", (name) => boxes[name] ?? ""),
    { person: "p1", trained_at: Date.UTC(2026, 2, 1) });
  assert.deepEqual(readinessOf("p1", (name) => name === "dbs" ? "cleared" : ""),
    { person: "p1", dbs: "cleared" });
});

test("a story has the questions of its role, with what was answered", () => {
  const fields = [
    { name: "stage", audience: ["carer", "supporter"], shown: true },
    { name: "topics", audience: ["carer"], shown: true },
    { name: "supporter_topics", audience: ["supporter"], shown: false },
  ];
  const answers = [{ field: "topics", values: ["prison:now"], shown: false }];
  const lines = (role) => storyLines(fields, { role, answers })
    .map(({ field, values, shown }) => [field.name, values, shown]);
  assert.deepEqual(lines("carer"), [["stage", [], true], ["topics", ["prison:now"], false]]);
  assert.deepEqual(lines("supporter"), [["stage", [], true], ["supporter_topics", [], false]]);
});
