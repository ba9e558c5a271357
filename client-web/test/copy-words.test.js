// The page to read of one's own data: no word of the protocol is left on it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.js";

const { copyNames, pageHead, partHead, rowsHtml } = await load(
  "models/copy-page", "strings-copy-names");

const protocol = (path) =>
  JSON.parse(readFileSync(new URL(`../../protocol/${path}`, import.meta.url), "utf8"));
const resultOf = (command) => protocol(`commands/${command}.json`).result.properties;

/** What the copy is made of: the rows of each part, as the protocol has them. */
const { next: _, ...COPY } = resultOf("account.copy");
const { answers: __, consents, private_checks } = resultOf("profile.get");
const { current: ___, pending: ____, ...supporting } = resultOf("supporter.get");
const PARTS = {
  ...COPY, consents, private_checks,
  blocked: resultOf("people.blocked").people, devices: resultOf("session.list").sessions,
  notices: { type: "object", properties: resultOf("notify.get") },
  supporting: { type: "object", properties: supporting },
};
const AT = 1_767_225_600_000;
const READER = { places: new Map([["c2v7f3k9d1w6rs", "Kettle"]]), isCarer: true };

function whole(schema) {
  return schema.$ref === undefined ? schema
    : { ...whole(protocol(schema.$ref).schema), ref: schema.$ref };
}

/** A row for each word that may stand somewhere in it. */
function rowsOf(schema) {
  const { type, properties, items, enum: words, format, ref = "" } = whole(schema);
  if (type === "object") {
    const columns = Object.entries(properties).map(([name, one]) => [name, rowsOf(one)]);
    const most = Math.max(...columns.map(([, values]) => values.length));
    return Array.from({ length: most }, (_row, at) => Object.fromEntries(
      columns.map(([name, values]) => [name, values[at % values.length]])));
  }
  return type === "array" ? [rowsOf(items)] : words !== undefined ? words
    : type === "boolean" ? [true, false]
      : type === "integer" ? [/(utc_ms|day)\.json$/.test(ref) ? AT : 1]
        : [/_id\.json$/.test(ref) ? "p5h2n8x0qk4m7c" : format === undefined ? "carer" : "Some words"];
}

function textOf(html) {
  return html.replace(/<style>.*?<\/style>/s, " ").replace(/<[^>]*>/g, "\n");
}

function linesOf(part, rows) {
  return textOf(rowsHtml(part, rows, READER)).split("\n").filter(Boolean);
}

const PROTOCOL_WORD = /[a-z0-9]_[a-z0-9]|[a-z]:[a-z]|[a-z]\.\d|\b\d\.\d/;

test("every name and every word of every part is said in plain words", () => {
  for (const [part, schema] of Object.entries(PARTS)) {
    const rows = schema.type === "array" ? rowsOf(schema)[0] : rowsOf(schema);
    assert.ok(rows.length > 0, part);
    const lines = linesOf(part, rows);
    assert.deepEqual(lines.filter((line) => PROTOCOL_WORD.test(line)), [], part);
    assert.ok(!partHead(part).includes("_") && partHead(part) !== `<h2>${part}</h2>\n`, part);
  }
});

test("the examples of the protocol read as people talk", () => {
  const examples = ["account.copy", "report.list", "concern.mine", "openings.mine", "session.list"]
    .flatMap((name) => protocol(`commands/${name}.json`).examples)
    .flatMap(({ result = {} }) => Object.entries(result))
    .filter(([part]) => part !== "next" && part !== "more")
    .map(([part, value]) => [part === "sessions" ? "devices" : part, value]);
  assert.ok(examples.length > 6);
  const lines = examples.flatMap(([part, value]) => linesOf(part, [value].flat()));
  assert.deepEqual(lines.filter((line) => PROTOCOL_WORD.test(line)), []);
  for (const raw of ["handle", "mine to appeal", "can mail", "field", "values", "carer", "status",
    "created at", "seen at", "raised at", "danger", "hidden", "not sure", "in hand"]) {
    assert.ok(!lines.includes(raw), raw);
  }
  for (const words of ["Carer", "you can ask for a second look now", "The message is hidden now.",
    "Somebody is seeing to it."]) {
    assert.ok(lines.includes(words), words);
  }
});

/** Every name in a schema that the page shows, and every word that may stand there. */
function walk(schema, part, name, seen) {
  const { properties = {}, items, enum: words = [] } = whole(schema);
  words.forEach((word) => seen.push([part, name, word]));
  if (items !== undefined) {
    walk(items, part, name, seen);
  }
  Object.entries(properties).filter(([, one]) => !/(_id)\.json$/.test(one.$ref ?? ""))
    .forEach(([inner, one]) => {
      seen.push([part, inner, null]);
      walk(one, part, inner, seen);
    });
}

test("nothing that a part may hold was forgotten", () => {
  const seen = [];
  Object.entries(PARTS).filter(([part]) => part !== "messages")
    .forEach(([part, schema]) => walk(schema, part, part, seen));
  const missing = seen.filter(([part, name, word]) => {
    const table = word === null ? copyNames.names
      : copyNames.values[`${part}.${name}`] ?? copyNames.values[name] ?? {};
    return word === null ? (table[`${part}.${name}`] ?? table[name]) === undefined
      : table[word] === undefined;
  });
  assert.deepEqual(missing, []);
});

test("answers stand under their questions, each in its own words", () => {
  const said = (field, ...values) => linesOf("answers", [{ field, values, shown: true }]);
  assert.deepEqual(said("relationship", "maternal_grandparent"), [
    "Who are you to the child?", "Grandparent, on the mother&#39;s side",
    "A buddy may see this."]);
  assert.ok(said("topics", "work:now").includes("Work and time off: It is so now"));
  assert.ok(said("child_ages", "11_15", "16_17").includes("11 to 15"));
  assert.ok(said("time_grid", "mon_night").includes("Monday after bedtime"));
  assert.ok(said("faith", "prefer_not").includes("I would rather not say"));
  assert.deepEqual(said("code_word", "11_15"), [
    "Is there a word we should say, so that you know it is us?", "11_15"],
  "what somebody wrote stays as it is");
  assert.match(rowsHtml("answers", [{ field: "mode", values: ["phone", "in_person"], shown: true }],
    READER), /<ol><li>Phone<\/li><li>Face to face<\/li><\/ol>/);
  assert.deepEqual(linesOf("answers", [{ field: "old_one", values: ["a_b:c_d"], shown: false }]),
    ["old one", "a b: c d", "No buddy sees this."], "no longer asked");
});

test("a rule is the line that was agreed, and a place has its name", () => {
  const row = { conversation: "c2v7f3k9d1w6rs", decision: "edit_asked", rule: "line.1.2" };
  const lines = linesOf("decisions", [row]);
  assert.ok(lines.includes("line 2 of what was agreed in the group") && lines.includes("Kettle"));
  const quoted = linesOf("decisions", [{ ...row, rule_text: "We are kind." }]);
  assert.ok(quoted.includes("We are kind.") && !quoted.some((line) => line.includes("line 2")));
});

test("what people wrote stays letter for letter", () => {
  for (const [part, name] of [["person", "handle"], ["person", "name"], ["passkeys", "name"],
    ["matches", "reason"], ["safe_contact", "code_word"], ["notices", "address"], ["groups", "nickname"],
    ["meetings", "needs"]]) {
    assert.ok(linesOf(part, [{ [name]: "june_b.7" , at: AT }]).includes("june_b.7"), name);
  }
  const lines = linesOf("messages", [{ conversation: "c", seq: 1, at: AT, text: "a_b",
    cover: "court_day", edited_at: AT }]);
  assert.ok(lines.includes("a_b") && lines.some((line) => line.includes("court_day")));
  assert.ok(lines.some((line) => line.startsWith("You changed it on")));
});

test("a day is said with its year, whenever one reads it", () => {
  assert.match(linesOf("concerns", [{ raised_at: Date.now() }])[1],
    new RegExp(`${new Date().getFullYear()}, \\d\\d:\\d\\d$`));
});

test("the head of the page is plain too", () => {
  assert.ok(!PROTOCOL_WORD.test(textOf(pageHead(AT)).replace("utf-8", "")));
});
