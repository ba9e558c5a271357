import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { toRows } = await load("models/rows");
const NOON = new Date(2024, 4, 1, 12).getTime();

function sent(seq, by = "p2") {
  return { kind: "message", seq, by, at: NOON + seq, cid: `x${seq}`, text: `t${seq}` };
}

function joined(seq) {
  return { kind: "joined", seq, at: NOON + seq, person: "p3", words: "Len" };
}

/** Seqs of the rows, with "new" where the line stands. */
function drawn(entries, opened) {
  return toRows(entries, opened, "me")
    .filter((row) => row.kind !== "day")
    .map((row) => row.kind === "new" ? "new" : row.entry.seq);
}

test("the line stands once, above the first message that came while one was away", () => {
  const entries = [sent(1), sent(2), sent(3), sent(4)];
  assert.deepEqual(drawn(entries, { read: 2, head: 4 }), [1, 2, "new", 3, 4]);
});

test("what is written while one looks on is not new", () => {
  assert.deepEqual(drawn([sent(1), sent(2), sent(3)], { read: 2, head: 2 }), [1, 2, 3]);
  assert.deepEqual(
    drawn([sent(1), sent(2), sent(3), sent(4)], { read: 1, head: 2 }), [1, "new", 2, 3, 4]);
});

test("own words are not new, whichever device they came from", () => {
  assert.deepEqual(drawn([sent(1), sent(2, "me")], { read: 1, head: 2 }), [1, 2]);
  assert.deepEqual(
    drawn([sent(1), sent(2, "me"), sent(3)], { read: 1, head: 3 }), [1, 2, "new", 3]);
});

test("somebody's coming alone is nothing new to read", () => {
  assert.deepEqual(drawn([sent(1), joined(2)], { read: 1, head: 2 }), [1, 2]);
  assert.deepEqual(drawn([sent(1), joined(2), sent(3)], { read: 1, head: 3 }), [1, 2, "new", 3]);
});

test("with all of it read there is no line", () => {
  assert.deepEqual(drawn([sent(1), sent(2)], { read: 2, head: 2 }), [1, 2]);
});
