import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { EMPTY_LOG, foldEntries, logAppend, logPrepend } = await load("models/log");

function sent(seq, text, more = {}) {
  return { seq, kind: "message.sent", by: "p1", at: seq, data: { text, cid: `x${seq}`, ...more } };
}

function about(seq, kind, data, by = "p1") {
  return { seq, kind, by, at: seq, data };
}

test("an edit shows the new words and says so", () => {
  const [entry] = foldEntries([sent(1, "a"), about(2, "message.edited", { ref: 1, text: "b" })]);
  assert.equal(entry.text, "b");
  assert.equal(entry.edited, true);
});

test("a removed message stays removed, whatever edit is read later", () => {
  const [entry] = foldEntries([
    sent(1, "a"), about(2, "message.removed", { ref: 1 }),
    about(3, "message.edited", { ref: 1, text: "b" }),
  ]);
  assert.equal(entry.text, null);
});

test("history's tombstone has no text", () => {
  const gone = { seq: 1, kind: "message.sent", by: "p1", at: 1, data: { cid: "x", removed: true } };
  assert.equal(foldEntries([gone])[0].text, null);
});

test("one person has one reaction, and null takes it back", () => {
  const react = (seq, reaction, by) => about(seq, "message.reacted", { ref: 1, reaction }, by);
  const [entry] = foldEntries([
    sent(1, "a"), react(2, "heart", "p2"), react(3, "hug", "p2"), react(4, "heart", "p3"),
    react(5, null, "p3"),
  ]);
  assert.deepEqual(Array.from(entry.reactions), [["p2", "hug"]]);
});

test("what is withheld or unknown is not drawn and breaks nothing", () => {
  const entries = foldEntries([
    sent(1, "a"), { seq: 2, kind: "withheld" }, about(3, "match.offered", {}), sent(4, "b"),
  ]);
  assert.deepEqual(entries.map((entry) => entry.seq), [1, 4]);
});

test("events about messages that are not loaded change nothing until those come", () => {
  const later = [about(5, "message.reacted", { ref: 1, reaction: "hug" }, "p2"), sent(6, "b")];
  const log = logPrepend({ events: later, complete: false }, [sent(1, "a")], true);
  const [entry] = foldEntries(log.events);
  assert.equal(entry.reactions.get("p2"), "hug");
  assert.equal(log.complete, true);
});

test("pages that overlap show each event once", () => {
  let log = logAppend(EMPTY_LOG, [sent(3, "c"), sent(4, "d")]);
  log = logAppend(log, [sent(4, "d"), sent(5, "e")]);
  log = logPrepend(log, [sent(2, "b"), sent(3, "c")], false);
  assert.deepEqual(log.events.map((event) => event.seq), [2, 3, 4, 5]);
});

test("a message that is shown again has its words back", () => {
  const hidden = [sent(1, "a"), about(2, "message.hidden", { ref: 1 })];
  assert.equal(foldEntries(hidden)[0].text, null);
  const [entry] = foldEntries([...hidden, about(3, "message.restored", { ref: 1, text: "a" })]);
  assert.equal(entry.text, "a");
  assert.equal(entry.hidden, false);
});

test("shown again and removed since, it has no words", () => {
  const [entry] = foldEntries([
    sent(1, "a"), about(2, "message.hidden", { ref: 1 }),
    about(3, "message.restored", { ref: 1, removed: true }),
  ]);
  assert.equal(entry.text, null);
});

test("a cover stays over the words, also over changed ones", () => {
  const [plain, covered] = foldEntries([
    sent(1, "a"), sent(2, "b", { cover: "loss" }),
    about(3, "message.edited", { ref: 2, text: "c" }),
  ]);
  assert.equal(plain.cover, null);
  assert.deepEqual([covered.cover, covered.text], ["loss", "c"]);
});
