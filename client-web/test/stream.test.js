import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { Stream } = await load("models/stream");

function events(...seqs) {
  return seqs.map((seq) => ({ seq, kind: "withheld" }));
}

function seqs(list) {
  return list.map((event) => event.seq);
}

test("events in order are applied and move the cursor", () => {
  const stream = new Stream("e", 4);
  assert.deepEqual(seqs(stream.offer(events(5, 6))), [5, 6]);
  assert.equal(stream.last, 6);
  assert.equal(stream.hole(), null);
});

test("events up to the cursor are dropped", () => {
  const stream = new Stream("e", 4);
  assert.deepEqual(seqs(stream.offer(events(3, 4, 5))), [5]);
  assert.deepEqual(seqs(stream.offer(events(5))), []);
});

test("a hole is named exactly and what came early is applied once it is filled", () => {
  const stream = new Stream("e", 4);
  assert.deepEqual(seqs(stream.offer(events(8, 9))), []);
  assert.deepEqual(stream.hole(), { after: 4, before: 8 });
  assert.deepEqual(seqs(stream.offer(events(5, 6))), [5, 6]);
  assert.deepEqual(stream.hole(), { after: 6, before: 8 });
  assert.deepEqual(seqs(stream.offer(events(7))), [7, 8, 9]);
  assert.equal(stream.hole(), null);
});

test("the same event twice, in any order, is applied once", () => {
  const stream = new Stream("e", 0);
  const seen = [];
  for (const seq of [3, 1, 3, 2, 1, 2, 5, 4, 5]) {
    seen.push(...seqs(stream.offer(events(seq))));
  }
  assert.deepEqual(seen, [1, 2, 3, 4, 5]);
});

test("any order of arrival gives the same applied order", () => {
  for (let round = 0; round < 200; round += 1) {
    const stream = new Stream("e", 0);
    const order = events(...Array.from({ length: 12 }, (_, i) => i + 1));
    let state = round * 2654435761 % 4294967296;
    order.sort(() => {
      state = (state * 1664525 + 1013904223) % 4294967296;
      return state % 2 === 0 ? 1 : -1;
    });
    const applied = order.flatMap((event) => seqs(stream.offer([event])));
    assert.deepEqual(applied, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  }
});

test("a reset forgets what came early", () => {
  const stream = new Stream("e", 4);
  stream.offer(events(8));
  stream.reset("f", 20);
  assert.equal(stream.hole(), null);
  assert.deepEqual(seqs(stream.offer(events(21))), [21]);
});
