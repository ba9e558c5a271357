import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { isUntouched } = await load("models/titles");

function row(more = {}) {
  return {
    id: "c1", kind: "pair", title: "Priya", epoch: "e", head: 2, floor: 1, read: 1, unread: 0,
    last_at: 2, ...more };
}

test("a pair where nobody has written yet and one has never been is new", () => {
  assert.equal(isUntouched(row()), true);
  assert.equal(isUntouched(row({ head: 0, read: 0 })), true, "the joins are on their way");
  assert.equal(isUntouched(row({ read: 2 })), false, "one has been there");
  assert.equal(isUntouched(row({ head: 3, unread: 1 })), false, "somebody wrote");
  assert.equal(isUntouched(row({ head: 3 })), false, "there are words one may not see");
  assert.equal(isUntouched(row({ kind: "group", head: 1 })), false, "one made it oneself");
});
