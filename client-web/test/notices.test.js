import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { minuteOf, notices, noticesTask, quietNow, saveNotices, timeOf, useConnection } = await load(
  "models/notices", "models/request", "lib/day-minutes");

test("times of the day are minutes after midnight, there and back", () => {
  assert.equal(minuteOf("00:00"), 0);
  assert.equal(minuteOf("22:30"), 1350);
  assert.equal(minuteOf("23:59:00"), 1439);
  for (const no of ["", "24:00", "7:15", "noon"]) {
    assert.equal(minuteOf(no), null, no);
  }
  assert.equal(timeOf(minuteOf("07:05")), "07:05");
});

test("without quiet hours a night stands ready, and the same hour twice is none", () => {
  const night = { on: false, from: 1260, until: 480 };
  assert.deepEqual(quietNow({ mail: false, can_mail: true }), night);
  assert.deepEqual(quietNow({ mail: true, can_mail: true, quiet_from: 60, quiet_until: 60 }), night);
  assert.deepEqual(quietNow({ mail: true, can_mail: true, quiet_from: 60, quiet_until: 90 }),
    { on: true, from: 60, until: 90 });
});

function answers(reply) {
  const asked = [];
  useConnection({
    request: async (method, params) => {
      asked.push([method, params]);
      return reply(method);
    },
  });
  return asked;
}

test("what is left empty is not sent, so that the server forgets it", async () => {
  const asked = answers(() => ({ mail: false, can_mail: true }));
  assert.equal(await saveNotices({ mail: false, address: "", phone: "", quiet: null }), true);
  assert.deepEqual(asked[0], ["notify.set", { mail: false }]);
  assert.deepEqual(notices.value, { mail: false, can_mail: true });
  await saveNotices(
    { mail: true, address: "june@example.org", phone: "", quiet: { from: 1350, until: 435 } });
  assert.deepEqual(asked[2], ["notify.set", {
    mail: true, address: "june@example.org", quiet_from: 1350, quiet_until: 435 }]);
});

test("a refusal is told in words", async () => {
  answers(() => { throw new Error("no line"); });
  assert.equal(
    await saveNotices({ mail: true, address: "june", phone: "", quiet: null }), false);
  assert.match(noticesTask.error.value, /no connection/);
});
