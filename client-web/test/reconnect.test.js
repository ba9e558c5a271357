import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { afterClose, backoff_ms } = await load("models/reconnect");

test("the wait is between nothing and a doubled, capped bound", () => {
  assert.equal(backoff_ms(0, 0), 0);
  assert.equal(backoff_ms(0, 1), 500);
  assert.equal(backoff_ms(3, 1), 4000);
  assert.equal(backoff_ms(3, 0.5), 2000);
  assert.equal(backoff_ms(50, 1), 30_000);
});

test("codes below 4500 reconnect, after the wait the server names", () => {
  assert.deepEqual(afterClose(1006, ""), { kind: "reconnect", wait_ms: null });
  assert.deepEqual(afterClose(4000, "after_ms=7301"), { kind: "reconnect", wait_ms: 7301 });
  assert.deepEqual(afterClose(4008, "too slow"), { kind: "reconnect", wait_ms: null });
  assert.deepEqual(afterClose(4012, "after_ms=x"), { kind: "reconnect", wait_ms: null });
});

test("codes from 4500 on do not reconnect", () => {
  assert.deepEqual(afterClose(4500, "revoked"), { kind: "signed_out" });
  assert.deepEqual(afterClose(4502, ""), { kind: "suspended" });
  assert.deepEqual(afterClose(4501, ""), { kind: "update_needed" });
  assert.deepEqual(afterClose(4999, ""), { kind: "update_needed" });
});
