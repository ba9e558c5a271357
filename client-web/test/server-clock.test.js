// "Today" and waiting days go by the server's clock, however the phone's own is set.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { serverNow_utc_ms, setServerTime, whenWords, timeWords } =
  await load("lib/clock", "lib/dates");

const PHONE_UTC_MS = Date.parse("2026-03-01T12:00:00Z");
const SERVER_UTC_MS = Date.parse("2026-03-05T12:00:00Z");

test("until the server has said how late it is, the phone's clock stands", () => {
  assert.equal(serverNow_utc_ms(PHONE_UTC_MS), PHONE_UTC_MS);
});

test("afterwards the server's clock goes on with the phone's", () => {
  setServerTime(SERVER_UTC_MS, PHONE_UTC_MS);
  assert.equal(serverNow_utc_ms(PHONE_UTC_MS + 60_000), SERVER_UTC_MS + 60_000);
});

test("a moment of today is told as a time, whatever day the phone believes in", () => {
  setServerTime(SERVER_UTC_MS);
  assert.equal(whenWords(SERVER_UTC_MS), timeWords(SERVER_UTC_MS));
  assert.notEqual(whenWords(PHONE_UTC_MS), timeWords(PHONE_UTC_MS));
});
