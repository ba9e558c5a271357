import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { phoneAddress } = await load("lib/phone");

test("a number rings, with or without spaces and signs", () => {
  assert.equal(phoneAddress("116 123"), "tel:116123");
  assert.equal(phoneAddress("(0808) 2000-247"), "tel:08082000247");
  assert.equal(phoneAddress("+44 161 496 0000"), "tel:+441614960000");
});

test("a text line texts, and words are only read", () => {
  assert.equal(phoneAddress("text SHOUT to 85258"), "sms:85258");
  assert.equal(phoneAddress("ask at the centre"), null);
  assert.equal(phoneAddress("javascript:alert(1)"), null);
});
