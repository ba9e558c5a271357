import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { fakeClock } from "./clock.js";
import { load } from "./load.js";

const {
  clearState, clearSync, conversations, markShown, route, takeAttach, takeBatches, useConnection,
} = await load("models/marks", "models/routes", "models/sync", "models/state", "models/request");

const LAST = 6;
let clock;
let told;

beforeEach(() => {
  clock = fakeClock();
  clearSync();
  clearState();
  told = [];
  look({});
  useConnection({ request: async (method, params) => { told.push([method, params]); } });
  const row = {
    id: "c1", kind: "pair", title: "Priya", epoch: "e", head: LAST, floor: 1, read: 4, unread: 2,
    last_at: LAST };
  takeAttach({
    person: "me", roles: [], areas: {}, organisation: { name: "Riverside" }, heartbeat_ms: 25000,
    conversations: [row], people: { me: { name: "June" }, p2: { name: "Priya" } }, gone: [],
  });
  route.value = { view: "talk", conversation: "c1" };
});

afterEach(() => clock.restore());

function look({ visibilityState = "visible", isFocused = true }) {
  globalThis.document = { visibilityState, hasFocus: () => isFocused };
}

function staysUnread() {
  clock.tick(10_000);
  const { read, unread } = conversations.value.get("c1");
  assert.deepEqual({ read, unread }, { read: 4, unread: 2 });
  assert.deepEqual(told, []);
}

test("what stands on screen to its end is read, and the server is told once", () => {
  markShown("c1", LAST, true);
  markShown("c1", LAST, true);
  clock.tick(10_000);
  const { read, unread } = conversations.value.get("c1");
  assert.deepEqual({ read, unread }, { read: LAST, unread: 0 });
  assert.deepEqual(told, [["conversation.mark", { conversation: "c1", read: LAST }]]);
});

test("nothing is read before its messages have come", () => {
  markShown("c1", 0, true);
  staysUnread();
});

test("nothing is read while another view is shown", () => {
  for (const now of [
    { view: "talks" }, { view: "me" }, { view: "members", conversation: "c1" },
    { view: "talk", conversation: "c2" },
  ]) {
    route.value = now;
    markShown("c1", LAST, true);
  }
  staysUnread();
});

test("nothing is read while one has scrolled up to earlier words", () => {
  markShown("c1", LAST, false);
  const data = { text: "more", cid: "x7" };
  takeBatches([{ conversation: "c1", epoch: "e", events: [
    { seq: 7, kind: "message.sent", by: "p2", at: 7, data }] }]);
  markShown("c1", 7, false);
  clock.tick(10_000);
  assert.equal(conversations.value.get("c1").unread, 3);
  assert.deepEqual(told, []);
});

test("nothing is read while nobody looks at the page", () => {
  look({ visibilityState: "hidden" });
  markShown("c1", LAST, true);
  look({ isFocused: false });
  markShown("c1", LAST, true);
  staysUnread();
});
