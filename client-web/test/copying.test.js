import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const all = await load(
  "models/copying", "models/copy-page", "models/state", "models/request", "lib/rpc-error");
const {
  clearState, copyAsData, copyAsPage, copying, copyOn, forgetCopy, me, RpcError, stopCopy,
  useConnection,
} = all;
const startCopy = () => all.startCopy(all);

const GROUP = "c2v7f3k9d1w6rs";
const OWN = {
  "account.copy_begin": { next: "p.0.0", at: 1_767_225_600_000 },
  "session.list": { sessions: [{ id: "s2v7f3k9d1w6rs", device: "Phone", seen_at: 5 }] },
  "notify.get": { mail: false, can_mail: true, quiet_from: 1260 },
  "people.blocked": { people: [{ id: "p7v2r6c1m9x4fz", name: "Robin <i>" }] },
  "profile.get": { answers: [{ field: "bond", values: ["maternal_grandparent"], shown: true }], consents: [],
    private_checks: [] },
};
const PAGES = {
  "p.0.0": { person: { id: "p5h2n8x0qk4m7c", name: "June & <b>" }, next: "k.0.0" },
  "k.0.0": { passkeys: [{ name: "Old <i>phone", created_at: 5 }], next: "s.0.0" },
  "s.0.0": { second_step: [{ on: true, since: 5, codes_left: 9 }], next: "f.0.0" },
  "f.0.0": { safe_contact: [{ said_at: 5, contact: { look: "notes", phone: true, safe_from: 570,
    safe_until: 870, code_word: "marma_lade & co", not_told: "My brother" } }], next: "n.0.0" },
  "n.0.0": { account_notices: [{ news: "passkey_added", at: 5, device: "Firefox" }], next: "h.0.0" },
  "h.0.0": { cuppas: [], next: "c.0.0" },
  "c.0.0": { conversations: [{ conversation: GROUP, kind: "group", title: "Kettle", stays: [] }],
    next: "g.0.0" },
  "g.0.0": { groups: [{ conversation: GROUP, nickname: "Nan_B", muted_until: 5 }], next: "e.0.0" },
  "e.0.0": { meetings: [{ conversation: GROUP, at: 5, minutes: 90, mode: "venue", coming: true,
    needs: "No_stairs, please", came: false }], next: "t.0.0" },
  "t.0.0": { reports: [], next: "d.0.0" },
  "d.0.0": { decisions: [{ case: "e5h2n8x0qk4m7c", number: "C-40215", conversation: GROUP, seq: 4,
    decision: "edit_asked", at: 5, text: "Try_again <b>" }], next: "y.0.0" },
  "y.0.0": { concerns: [], next: "o.0.0" },
  "o.0.0": { openings: [{ opening: "g7b3x9m1c5v8qa", conversation: GROUP, at: 5, why: "danger" }],
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

test("what keeps the account and the person safe is in both files, in plain words", async () => {
  await startCopy();
  const { page, data } = await read();
  const rows = (name) => data.parts.find(({ part }) => part === name).rows;
  assert.deepEqual(rows("second_step"), PAGES["s.0.0"].second_step);
  assert.deepEqual(rows("safe_contact"), PAGES["f.0.0"].safe_contact);
  assert.deepEqual(rows("cuppas"), []);
  for (const words of ["Old &lt;i&gt;phone", "<dt>spare codes left</dt><dd>9</dd>",
    "<dt>a call is safe</dt><dd>yes</dd>", "<dt>safe from</dt><dd>09:30</dd>",
    "<dt>safe until</dt><dd>14:30</dd>", "<dt>your code word</dt><dd>marma_lade &amp; co</dd>",
    "a phone or computer was added that lets you in"]) {
    assert.ok(page.includes(words), words);
  }
});

test("groups, meetings and blocks are in both files, by names alone", async () => {
  await startCopy();
  const { page, data } = await read();
  const rows = (name) => data.parts.find(({ part }) => part === name).rows;
  assert.deepEqual(rows("blocked"), [{ name: "Robin <i>" }]);
  assert.deepEqual(rows("meetings"), PAGES["e.0.0"].meetings);
  for (const words of ["<dt>your name there</dt><dd>Nan_B</dd>", "<dt>where</dt><dd>Kettle</dd>",
    "<dt>what you asked for</dt><dd>No_stairs, please</dd>", "<dt>you were there</dt><dd>no</dd>",
    "<h2>People you have blocked</h2>", "Robin &lt;i&gt;"]) {
    assert.ok(page.includes(words), words);
  }
});

test("what was decided and who read private talk is in both files, in plain words", async () => {
  await startCopy();
  const { page, data } = await read();
  const rows = (name) => data.parts.find(({ part }) => part === name).rows;
  assert.deepEqual(rows("decisions"), PAGES["d.0.0"].decisions);
  assert.deepEqual(rows("openings"), PAGES["o.0.0"].openings);
  for (const words of ["<dt>the team adds</dt><dd>Try_again &lt;b&gt;</dd>",
    "<h2>When your private talk was read, and why</h2>"]) {
    assert.ok(page.includes(words), words);
  }
});

test("what there is nothing of stands together at the end", async () => {
  await startCopy();
  const { page, data } = await read();
  const [before, end, ...more] = page.split("<h2>We keep nothing of these</h2>");
  assert.equal(more.length, 0);
  const empty = data.parts.filter(({ rows }) => rows.length === 0).map(({ part }) => part);
  assert.deepEqual(empty,
    ["cuppas", "reports", "concerns", "consents", "private_checks"]);
  assert.equal(end.match(/<li>/g).length, empty.length);
  assert.ok(end.includes("Your half-hours") && !before.includes("Your half-hours"));
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
