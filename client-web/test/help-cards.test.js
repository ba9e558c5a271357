import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const page = await load("models/help-cards", "models/state", "models/sync", "lib/clock");
page.startHelpCards();

const DAY_MS = 86_400_000;
let seq;

beforeEach(() => {
  page.clearSync();
  page.clearState();
  seq = 0;
  page.takeAttach({
    person: "p1", roles: [], areas: {}, organisation: { id: "o", name: "" }, people: {}, gone: [],
    conversations: [{ id: "i1", kind: "inbox", title: "", epoch: "e", head: 0, floor: 1, read: 0,
      unread: 0, last_at: null }],
  });
});

function hear(data, at = page.serverNow_utc_ms()) {
  seq += 1;
  const events = [{ seq, kind: "help.card", by: null, at, data }];
  page.takeBatches([{ conversation: "i1", epoch: "e", events }]);
}

test("a card stands beside its message, and the screen reader says so", () => {
  hear({ conversation: "c1", seq: 4, card: "crisis" });
  assert.deepEqual(Array.from(page.helpCards.value), [["c1/crisis", 4]]);
  assert.match(page.announcement.value, /help beside a message/);
});

test("closed once, it does not come back when it is read again", () => {
  hear({ conversation: "c1", seq: 5, card: "kind" });
  page.closeCard("c1/kind");
  hear({ conversation: "c1", seq: 5, card: "kind" });
  assert.equal(page.helpCards.value.size, 0);
});

test("a card of days ago does not appear", () => {
  hear({ conversation: "c1", seq: 6, card: "crisis" }, page.serverNow_utc_ms() - 4 * DAY_MS);
  assert.equal(page.helpCards.value.size, 0);
});

test("of each kind one stands in a conversation, beside the newest words", () => {
  hear({ conversation: "c2", seq: 7, card: "crisis" });
  hear({ conversation: "c2", seq: 8, card: "kind" });
  hear({ conversation: "c2", seq: 9, card: "crisis" });
  hear({ conversation: "c2", seq: 3, card: "kind" });
  assert.deepEqual(Array.from(page.helpCards.value), [["c2/crisis", 9], ["c2/kind", 8]]);
});
