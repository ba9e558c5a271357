import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { answerWords, countWords, fieldNamed, reportTables } = await load(
  "lib/fields", "lib/option-words", "models/desk-report");

const HIDDEN = { people: null, still_waiting: null };
const REPORT = {
  at: 0,
  waits: {
    people: 61, still_waiting: 14, median_days: 12, p90_days: 31, longest_days: 40,
    over_14_per_mille: 420, over_28_per_mille: 131,
  },
  groups: [
    { by: "area", name: "a1", waits: HIDDEN }, { by: "stage", name: "unknown", waits: HIDDEN },
  ],
  load: { supporters: 18, matched: 41, most: 5, gini_per_mille: 212 },
  answers: {
    offered: 66, accepted: 47, declined_by_carer: 7, declined_by_supporter: null, expired: 8 },
  first_contact: { introduced: 45, within_48_hours: 39 },
  endings: { planned: 9, unplanned: null, for_cause: 0 },
  alive: [{ at: "day_14", introduced: 44, alive: 43 }],
  like_me: [],
};

test("small groups are never given as numbers, and none is not few", () => {
  assert.equal(countWords(null), "fewer than 5");
  assert.equal(countWords(0), "0");
  assert.equal(countWords(61), "61");
});

test("the report is plain tables with a name for every row, and none that are empty", () => {
  const tables = reportTables(REPORT, { a1: "North" });
  const byTitle = new Map(tables.map((table) => [table.title, table]));
  assert.deepEqual(byTitle.get("Waits by area").rows[0].slice(0, 3),
    ["North", "fewer than 5", "fewer than 5"]);
  assert.equal(byTitle.get("Waits by stage").rows[0][0], "Not known");
  assert.deepEqual(tables[0].rows[0],
    ["Everybody", "61", "14", "12 days", "31 days", "40 days", "42.0 %", "13.1 %"]);
  assert.ok(tables.every(({ rows, heads }) => rows.every((row) => row.length === heads.length)));
  assert.equal(tables.some(({ rows }) => rows.length === 0), false);
});

test("answers are told in the words of the questions", () => {
  const topics = fieldNamed("topics");
  assert.equal(answerWords(topics, []), "not answered");
  assert.equal(answerWords(topics, ["prefer_not"]), "rather not say");
  assert.match(answerWords(topics, ["prison:now"]), /^A parent in prison \(/);
  assert.equal(answerWords(fieldNamed("relationship"), ["aunt"]), "Aunt");
});
