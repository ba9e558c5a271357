import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { gateOf } = await load("models/gate");

function group(more = {}) {
  return { member: true, accepted: true, is_open: true, can: ["write"], ...more };
}

test("nothing stands before the box where one writes, in a group that is open and agreed", () => {
  assert.equal(gateOf(group(), 0), null);
  assert.equal(gateOf(undefined, 0), null, "a group that is not known yet");
});

test("a newcomer accepts first, also where the group is closed", () => {
  assert.equal(gateOf(group({ accepted: false, can: [], is_open: false }), 0), "agreement");
  assert.equal(gateOf(group({ accepted: false, can: ["write", "set"] }), 0), null,
    "whoever looks after the group need not");
});

test("whoever may not write until later is told so, and only until then", () => {
  assert.equal(gateOf(group({ muted_until: 5, can: [] }), 4), "muted");
  assert.equal(gateOf(group({ muted_until: 5 }), 5), null);
});

test("a group that nobody looks after is closed where it is so agreed", () => {
  assert.equal(gateOf(group({ is_open: false, can: [] }), 0), "closed");
});
