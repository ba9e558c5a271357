import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const {
  clearState, clearSync, conversations, dropConversation, keepLog, link, logOf, openLog,
  resumeCursors, takeAttach, takeBatches, useConnection,
} = await load(
  "models/sync", "models/state", "models/request", "models/history");

let asked;
let answers;

beforeEach(() => {
  clearSync();
  clearState();
  asked = [];
  answers = [];
  link.value = "live";
  useConnection({
    request: async (method, params) => {
      asked.push([method, params]);
      return answers.shift();
    },
  });
});

function row(more = {}) {
  return {
    id: "c1", kind: "pair", title: "Priya", epoch: "e", head: 4, floor: 1, read: 4, unread: 0,
    last_at: 4, ...more };
}

function attach(rows, more = {}) {
  takeAttach({
    person: "me", roles: [], areas: {}, organisation: { name: "Riverside" }, heartbeat_ms: 25000,
    conversations: rows, people: { me: { name: "June" }, p2: { name: "Priya" } }, gone: [], ...more,
  });
}

function sent(seq, by = "p2") {
  return { seq, kind: "message.sent", by, at: seq, data: { text: `t${seq}`, cid: `x${seq}` } };
}

function live(...events) {
  takeBatches([{ conversation: "c1", epoch: "e", events }]);
}

async function settled() {
  for (let i = 0; i < 20; i += 1) {
    await Promise.resolve();
  }
}

function unread() {
  return conversations.value.get("c1").unread;
}

test("without a cursor one starts at the head, and goes on from what was applied", () => {
  attach([row()]);
  assert.deepEqual(resumeCursors(), { c1: ["e", 4] });
  live(sent(5), sent(6, "me"));
  assert.deepEqual(resumeCursors(), { c1: ["e", 6] });
  assert.equal(unread(), 1);
});

test("what the list counted already is not counted again when it is replayed", () => {
  attach([row()]);
  attach([row({ head: 6, unread: 2 })]);
  live(sent(5), sent(6));
  assert.equal(unread(), 2);
  live(sent(7));
  assert.equal(unread(), 3);
});

test("a hole asks for exactly the hole and applies everything once, in order", async () => {
  attach([row()]);
  keepLog("c1");
  answers.push({ events: [sent(5), sent(6)], people: {}, more: false });
  live(sent(7), sent(8));
  assert.deepEqual(asked, [["conversation.history", { conversation: "c1", after: 4, limit: 100 }]]);
  await settled();
  assert.deepEqual(logOf("c1").value.events.map((event) => event.seq), [5, 6, 7, 8]);
  assert.equal(unread(), 4);
});

test("resync drops what was kept and starts at the head", async () => {
  attach([row()]);
  keepLog("c1");
  live(sent(5));
  attach([row({ epoch: "f", head: 2, resync: true })]);
  assert.deepEqual(resumeCursors(), { c1: ["f", 2] });
  assert.deepEqual(logOf("c1").value.events, []);
  live(sent(6));
  assert.deepEqual(resumeCursors(), { c1: ["f", 2] }, "events of the old epoch are not heard");
});

test("what is gone is forgotten, with its cursor", () => {
  attach([row()]);
  attach([], { gone: ["c1"] });
  assert.equal(conversations.value.has("c1"), false);
  assert.deepEqual(resumeCursors(), {});
});

test("a read mark that the server has not written yet stays", () => {
  attach([row({ read: 2, unread: 2 })]);
  conversations.value = new Map([["c1", row({ read: 4, unread: 0 })]]);
  attach([row({ read: 2, unread: 2 })]);
  assert.equal(conversations.value.get("c1").read, 4);
  assert.equal(unread(), 0);
});

test("a membership that begins shows the conversation from its first visible event", () => {
  attach([row({ id: "inbox", kind: "inbox", head: 1 })]);
  const data = { conversation: "c1", kind: "group", title: "Tea", epoch: "e", floor: 9 };
  takeBatches([{ conversation: "inbox", epoch: "e", events: [
    { seq: 2, kind: "membership.began", by: null, at: 2, data }] }]);
  assert.deepEqual(resumeCursors()["c1"], ["e", 8]);
  live(sent(9));
  assert.equal(unread(), 1);
  takeBatches([{ conversation: "inbox", epoch: "e", events: [
    { seq: 3, kind: "membership.ended", by: null, at: 3, data: { conversation: "c1" } }] }]);
  assert.equal(conversations.value.has("c1"), false);
});

test("history newer than the cursor is applied once, whichever comes first", async () => {
  attach([row()]);
  answers.push({ events: [sent(3), sent(4), sent(5)], people: {}, more: false });
  const opened = openLog("c1");
  live(sent(5));
  await opened;
  assert.deepEqual(logOf("c1").value.events.map((event) => event.seq), [3, 4, 5]);
  assert.equal(unread(), 1);
  dropConversation("c1");
});

test("the first page reaches back to the first unread event, and to some before it", async () => {
  const pages = [
    { head: 200, read: 200, limit: 50 }, // nothing new: a page as ever
    { head: 200, read: 160, limit: 50 },
    { head: 200, read: 140, limit: 70 },
    { head: 200, read: 20, limit: 100 }, // as much as the server gives at once
  ];
  for (const { head, read, limit } of pages) {
    clearSync();
    clearState();
    asked = [];
    attach([row({ head, read })]);
    answers.push({ events: [sent(head)], people: {}, more: true });
    await openLog("c1");
    assert.deepEqual(asked, [["conversation.history", { conversation: "c1", limit }]]);
  }
});
