import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const {
  clearState, copyAsData, copyAsPage, copying, copyOn, forgetCopy, me, RpcError, startCopy,
  stopCopy, useConnection,
} = await load("models/copying", "models/state", "models/request", "lib/rpc-error");

const GROUP = "c2v7f3k9d1w6rs";
const OWN = {
  "account.copy_begin": { next: "p.0.0", at: 1_767_225_600_000 },
  "session.list": { sessions: [{ id: "s2v7f3k9d1w6rs", device: "Phone", seen_at: 5 }] },
  "notify.get": { mail: false, can_mail: true, quiet_from: 1260 },
  "report.list": { reports: [], decisions: [] },
  "concern.mine": { concerns: [] },
  "openings.mine": { openings: [] },
  "profile.get": { answers: [{ field: "bond", values: ["maternal_grandparent"] }], consents: [],
    private_checks: [] },
};
const PAGES = {
  "p.0.0": { person: { id: "p5h2n8x0qk4m7c", name: "June & <b>" }, next: "c.0.0" },
  "c.0.0": { conversations: [{ conversation: GROUP, kind: "group", title: "Kettle", stays: [] }],
    next: "w.0.0" },
  "w.0.0": { messages: [{ conversation: GROUP, seq: 4, at: 6, text: "<script>alert(1)</script>" }],
    next: "w.1.4" },
  "w.1.4": { messages: [{ conversation: GROUP, seq: 9, at: 7, removed: true }] },
};
let asked;
let answer;

beforeEach(() => {
  clearState();
  forgetCopy();
  me.value = { person: "p5h2n8x0qk4m7c", roles: [{ role: "carer", area: null }] };
  asked = [];
  answer = (method, params) => method === "account.copy" ? PAGES[params.place] : OWN[method];
  useConnection({
    request: async (method, params) => {
      asked.push(params.place ?? method);
      return answer(method, params);
    },
  });
});

const read = async () => ({ page: await copyAsPage().text(), data: JSON.parse(await copyAsData().text()) });

test("both files hold everything, and words are only ever text", async () => {
  await startCopy();
  assert.deepEqual(copying.value, { state: "ready", messages: 2 });
  const { page, data } = await read();
  const rows = data.parts.filter(({ part }) => part === "messages").flatMap((one) => one.rows);
  assert.deepEqual(rows.map(({ seq }) => seq), [4, 9]);
  assert.equal(rows[0].text, "<script>alert(1)</script>");
  assert.ok(!page.includes("<script") && !page.includes("<b>"));
  assert.ok(page.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
  assert.ok(page.includes("June &amp; &lt;b&gt;"));
  assert.ok(page.includes("Kettle"), "where it was said");
  assert.ok(page.includes("maternal grandparent") && page.includes("21:00"));
  assert.ok(!page.includes(GROUP), "ids say nothing to a reader");
  assert.equal(page.split("What you wrote").length, 2, "one heading for all pages of a part");
});

test("a broken line costs one page, and nothing comes twice", async () => {
  let broken = false;
  const whole = answer;
  answer = (method, params) => {
    if (params.place === "w.1.4" && !broken) {
      broken = true;
      throw new RpcError("no_connection", "later");
    }
    return whole(method, params);
  };
  await startCopy();
  assert.deepEqual(copying.value, { state: "broken", messages: 1 });
  const before = asked.length;
  await copyOn();
  assert.deepEqual(asked.slice(before).filter((one) => one in PAGES), ["w.1.4"]);
  assert.deepEqual(copying.value, { state: "ready", messages: 2 });
  const { data } = await read();
  assert.equal(data.parts.filter(({ part }) => part === "messages").length, 2);
});

test("told to wait, it waits and asks again", async () => {
  let told = false;
  const whole = answer;
  answer = (method, params) => {
    if (params.place === "c.0.0" && !told) {
      told = true;
      throw new RpcError("rate_limited", "later", 5);
    }
    return whole(method, params);
  };
  await startCopy();
  assert.equal(copying.value.state, "ready");
  assert.equal(asked.filter((one) => one === "c.0.0").length, 2);
});

test("whoever stops can go on, and leaving forgets everything", async () => {
  const whole = answer;
  answer = (method, params) => {
    if (params.place === "c.0.0") {
      stopCopy();
    }
    return whole(method, params);
  };
  await startCopy();
  assert.equal(copying.value.state, "stopped");
  answer = whole;
  await copyOn();
  assert.deepEqual(copying.value, { state: "ready", messages: 2 });
  forgetCopy();
  assert.deepEqual(copying.value, { state: "idle", messages: 0 });
  assert.ok(!(await copyAsPage().text()).includes("June"));
});

test("staff without a story are not asked for one", async () => {
  me.value = { person: "p1", roles: [{ role: "coordinator", area: null }] };
  await startCopy();
  assert.ok(!asked.includes("profile.get") && !asked.includes("supporter.get"));
});
