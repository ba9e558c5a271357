import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { uuidFrom } = await load("lib/uuid");

test("a cid is a UUIDv7: the example of RFC 9562, appendix A.6", () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  assert.equal(uuidFrom(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("a later cid sorts behind an earlier one", () => {
  const random = new Uint8Array(10);
  assert.ok(uuidFrom(1_700_000_000_000, random) < uuidFrom(1_700_000_000_001, random));
});
