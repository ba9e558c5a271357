import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const {
  deskPages, me, notesByPerson, numbersByPlace, onlySeen, openedLines, partOf, perThousand,
  isDeputy, loadDeputy, rangeAround, readsNotes, ruleFigures, safetyPages, shownRules, talkAsked,
  useConnection, writesNotes,
} = await load(
  "models/deputy", "models/desk", "models/desk-conduct", "models/desk-openings", "models/desk-rules",
  "models/desk-service", "models/opened-talk", "models/request", "models/safety-pages",
  "models/state");

function asRole(role) {
  me.value = role === null ? null : { person: "p1", roles: [{ role, area: null }], areas: {} };
}

test("each part in the service has its own pages about safety, and carers have none", () => {
  asRole("safeguarding_lead");
  assert.deepEqual(safetyPages.value,
    ["safety", "records", "openings", "conduct", "rules", "accounts", "service"]);
  asRole("administrator");
  assert.deepEqual(safetyPages.value, ["openings", "rules", "accounts", "service"]);
  assert.deepEqual(deskPages.value, ["people", "report", "safety"], "comes in with people");
  asRole("coordinator");
  assert.deepEqual(safetyPages.value, ["safety", "conduct", "accounts"]);
  assert.equal(deskPages.value.filter((page) => page === "safety").length, 1);
  assert.equal(readsNotes(), false);
  assert.equal(readsNotes(), false);
  for (const role of ["carer", "supporter", "facilitator"]) {
    asRole(role);
    assert.deepEqual(safetyPages.value, [], role);
  }
  asRole(null);
  assert.deepEqual(deskPages.value, []);
});

test("a deputy has the pages of a lead's second person, and nobody else's naming shows", async () => {
  asRole("facilitator");
  useConnection({ request: async () => ({ deputy: { person: "p1", name: "Tom" } }) });
  await loadDeputy();
  assert.equal(isDeputy.value, true);
  assert.deepEqual(safetyPages.value, ["safety", "records", "openings", "conduct"]);
  assert.ok(deskPages.value.includes("safety"));
  assert.deepEqual([readsNotes(), writesNotes()], [true, false]);
  useConnection({ request: async () => ({}) });
  await loadDeputy();
  assert.equal(isDeputy.value, false);
  assert.deepEqual(safetyPages.value, []);
});

test("as little as is needed is asked for around a message, and never before the first", () => {
  assert.deepEqual(rangeAround(50, "near"), { from_seq: 30, until_seq: 70 });
  assert.deepEqual(rangeAround(7, "wide"), { from_seq: 1, until_seq: 107 });
  assert.deepEqual(rangeAround(7, "all"), {});
  assert.deepEqual(talkAsked({ conversation: "c1", seq: 50, about: "C-1", cid: "x" }, "near"),
    { conversation: "c1", from_seq: 30, until_seq: 70 });
  assert.deepEqual(talkAsked({ one: "p1", other: "p2", about: "June and Priya", cid: "x" }, "all"),
    { one: "p1", other: "p2" });
});

test("what was opened reads as lines: words, what was taken away, who came and went", () => {
  const people = { a: { name: "June", role: "carer" }, b: { name: "Priya", role: "supporter" } };
  const sent = (seq, by, data) => ({ seq, kind: "message.sent", by, at: seq, data });
  const lines = openedLines([
    { seq: 1, kind: "member.joined", by: null, at: 1, data: { person: "a" } },
    sent(2, "a", { cid: "x", text: "Hello.", edited_at: 5, cover: "court" }),
    sent(3, "b", { cid: "y", removed: true }),
    { seq: 4, kind: "message.reacted", by: "b", at: 4, data: { ref: 2, reaction: "heart" } },
    { seq: 5, kind: "withheld" },
    sent(6, "gone", { cid: "z", text: "Bye." }),
    { seq: 7, kind: "member.left", by: "b", at: 7, data: { person: "b" } },
  ], people);
  assert.deepEqual(lines.map((line) => line.note ?? [line.by, line.said]), [
    "June came", ["June", "Hello."], ["Priya", null], ["somebody who has left", "Bye."],
    "Priya left"]);
  assert.deepEqual(lines[1].marks, ["Changed later", "Covered by who wrote it: court"]);
});

test("notes are gathered by whom they are about, those with something new first", () => {
  const note = (id, person, more = {}) => ({
    note: id, about: { person, name: person }, by: { person: "l", name: "Ruth" }, at: 0, text: id,
    review: false, ...more,
  });
  const rows = notesByPerson([
    note("n4", "Len", { review: true, reviewed_at: 9 }), note("n3", "Len", { reviewed_at: 9 }),
    note("n2", "Priya"), note("n1", "Priya", { reviewed_at: 3 }),
  ]);
  assert.deepEqual(rows.map((row) => [row.name, row.written, row.unreviewed, row.notes.length]),
    [["Priya", 2, 1, 2], ["Len", 1, 0, 2]]);
});

test("rules are told out of 1,000, and the part of a text that one met keeps its signs whole", () => {
  assert.equal(perThousand(3), "0.3");
  assert.equal(perThousand(125), "12.5");
  assert.equal(partOf("🙂 I have the tablets ready", 2, 8), "I have");
});

test("rules that met nothing are left out, unless they are only counted", () => {
  const rule = (name, hits, mode) => ({ rule: name, hits, mode });
  ruleFigures.value = {
    rules: [rule("R1.a", 0, "on"), rule("R1.b", 2, "on"), rule("R1.c", 0, "count")],
    messages: 9, alerts: 1, alerts_per_10000: 1112,
  };
  assert.deepEqual(shownRules.value.map((one) => one.rule), ["R1.b", "R1.c"]);
  onlySeen.value = false;
  assert.equal(shownRules.value.length, 3);
});

test("numbers for a crisis go by place, without empty lines, and never half written", () => {
  const line = (name, number, when = "") => ({ name, number, when });
  assert.deepEqual(
    numbersByPlace([line("Emergency", "999"), line("", ""), line("Team", "01632 960123", "Nights")]),
    { 1: ["Emergency", "999", ""], 2: ["Team", "01632 960123", "Nights"] });
  assert.deepEqual(numbersByPlace([]), {});
  assert.equal(numbersByPlace([line("Team", "")]), null);
  assert.equal(numbersByPlace([line("", "", "Nights")]), null);
});
