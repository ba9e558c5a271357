import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const outbox = await load("models/outbox");

function item(cid, more = {}) {
  const made = {
    cid, person: "p1", conversation: "c1", text: cid, reply_to: null, made_utc_ms: 1 };
  return { ...outbox.newItem(made), ...more };
}

function cids(items) {
  return items.map((one) => one.cid);
}

function stateOf(items, cid) {
  return items.find((one) => one.cid === cid)?.state;
}

test("one message of a conversation is under way at a time, in the order written", () => {
  let items = [item("a"), item("b"), item("c", { conversation: "c2" })];
  assert.deepEqual(cids(outbox.toSend(items, 0)), ["a", "c"]);
  items = outbox.sending(items, "a");
  assert.deepEqual(cids(outbox.toSend(items, 0)), ["c"]);
  items = outbox.accepted(items, "a");
  assert.deepEqual(cids(outbox.toSend(items, 0)), ["b", "c"]);
});

test("a message without an answer waits and keeps its place and its cid", () => {
  let items = outbox.sending([item("a"), item("b")], "a");
  items = outbox.allLost(items);
  assert.equal(stateOf(items, "a"), "waiting");
  assert.deepEqual(cids(outbox.toSend(items, 0)), ["a"]);
});

test("told to come later, it holds back those behind it until then", () => {
  let items = outbox.sending([item("a"), item("b")], "a");
  items = outbox.lost(items, "a", 5000);
  assert.deepEqual(outbox.toSend(items, 4999), []);
  assert.equal(outbox.nextMoment(items, 4999), 5000);
  assert.deepEqual(cids(outbox.toSend(items, 5000)), ["a"]);
  assert.equal(outbox.nextMoment(items, 5000), null);
});

test("a refused message stays, says why, and does not hold back the next", () => {
  let items = outbox.sending([item("a"), item("b")], "a");
  items = outbox.refused(items, "a", "held");
  assert.equal(items[0].refusal, "held");
  assert.equal(stateOf(items, "a"), "refused");
  assert.deepEqual(cids(outbox.toSend(items, 0)), ["b"]);
});

test("an answer after the event changes nothing", () => {
  let items = outbox.sending([item("a")], "a");
  items = outbox.without(items, "a");
  assert.deepEqual(outbox.accepted(items, "a"), []);
  assert.deepEqual(outbox.refused(items, "a", "held"), []);
});

test("a lost connection after the answer does not send again", () => {
  let items = outbox.accepted(outbox.sending([item("a")], "a"), "a");
  items = outbox.allLost(items);
  assert.equal(stateOf(items, "a"), "sent");
  assert.deepEqual(outbox.toSend(items, 0), []);
});

test("after a reload what was under way waits again, oldest first", () => {
  const kept = [
    item("b", { made_utc_ms: 2, state: "sending" }), item("a"),
    item("r", { made_utc_ms: 3, state: "refused", refusal: "held" }),
  ];
  const items = outbox.restored(kept);
  assert.deepEqual(cids(items), ["a", "b", "r"]);
  assert.equal(stateOf(items, "b"), "waiting");
  assert.equal(stateOf(items, "r"), "refused");
});
