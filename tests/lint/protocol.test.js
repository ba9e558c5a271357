// The definitions under protocol/: they obey their schema, the generator refuses what is
// outside the subset and names file and member, and what it writes judges their examples as
// they say. Use: node --test tests/lint/protocol.test.js (GENERATE=path of the generator).
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "../..");
const generate = process.env.GENERATE ?? path.join(root, "build/gen/generate");
const protocol = path.join(root, "protocol");
const kinds = ["commands", "events", "errors", "types", "signals"];
const read = file => JSON.parse(fs.readFileSync(file, "utf8"));

let folder;
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "kith-protocol-"));
});
after(() => fs.rmSync(folder, { recursive: true }));

describe("definitions", () => {
  const ajv = new Ajv({ strict: true, strictRequired: false });
  ajv.addSchema(read(path.join(protocol, "definition.schema.json")));

  const obeys = (kind, file) => {
    const validate = ajv.getSchema(`kith-definition#/definitions/${kind}`);
    assert.ok(validate(read(file)), `${file}: ${ajv.errorsText(validate.errors)}`);
  };

  for (const kind of kinds) {
    test(`${kind} obey their schema`, () => {
      for (const name of fs.readdirSync(path.join(protocol, kind))) {
        obeys(kind, path.join(protocol, kind, name));
      }
    });
  }

  test("limits and close codes obey their schema", () => {
    obeys("limits", path.join(protocol, "limits.json"));
    obeys("close-codes", path.join(protocol, "close-codes.json"));
  });

  test("numbers of events are given once", () => {
    const numbers = fs
      .readdirSync(path.join(protocol, "events"))
      .map(name => read(path.join(protocol, "events", name)).number);
    assert.equal(new Set(numbers).size, numbers.length);
  });
});

describe("the generator", () => {
  // What the generator says after `change` was applied to one definition.
  const complaint = (file, change) => {
    const copy = fs.mkdtempSync(path.join(folder, "copy-"));
    fs.cpSync(protocol, copy, { recursive: true });
    const definition = read(path.join(copy, file));
    change(definition);
    fs.writeFileSync(path.join(copy, file), JSON.stringify(definition));
    const run = spawnSync(generate, ["--check", copy], { encoding: "utf8" });
    assert.equal(run.status, 1, `${file} was accepted`);
    assert.match(run.stderr, new RegExp(path.basename(file).replaceAll(".", "\\.")));
    return run.stderr;
  };
  const send = "commands/message.send.json";

  test("accepts the definitions as they are", () => {
    execFileSync(generate, ["--check", protocol]);
  });

  test("refuses what is outside the subset and names it", () => {
    assert.match(
      complaint(send, d => (d.params.properties.text = { type: "string", pattern: "a" })),
      /params\.text: pattern/,
    );
    assert.match(
      complaint(send, d => (d.result.properties.seq = { type: "number" })),
      /result\.seq/,
    );
    assert.match(complaint(send, d => (d.colour = "green")), /colour/);
    assert.match(complaint("types/text.json", d => (d.schema.format = "uri")), /format/);
    assert.match(
      complaint(send, d => (d.params.properties.at = { type: "integer", minimum: 0 })),
      /params\.at lacks maximum/,
    );
  });

  test("refuses what refers to nothing", () => {
    assert.match(
      complaint(send, d => (d.params.properties.text = { $ref: "types/txt.json" })),
      /params\.text refers to no type/,
    );
    assert.match(complaint(send, d => d.errors.push("tired")), /tired/);
    assert.match(complaint(send, d => d.events.push("message.sung")), /message\.sung/);
    assert.match(complaint(send, d => d.params.required.push("tone")), /tone/);
    assert.match(complaint(send, d => (d.roles = ["king"])), /roles/);
    assert.match(complaint(send, d => (d.name = "message.post")), /name/);
  });

  test("refuses rules of risk that cannot work", () => {
    const rules = "risk/r1.json";
    const signs = "risk/signs.json";
    const first = d => d.rules[0];
    assert.match(complaint(rules, d => (first(d).id = "R2.x")), /no name of a rule/);
    assert.match(complaint(rules, d => (d.rules[1].id = first(d).id)), /there twice/);
    assert.match(complaint(rules, d => (first(d).colour = "red")), /colour/);
    assert.match(complaint(rules, d => (first(d).mode = "off")), /mode/);
    assert.match(complaint(rules, d => (first(d).who = "you")), /who/);
    assert.match(complaint(rules, d => (first(d).any = [])), /or neither/);
    assert.match(complaint(rules, d => (first(d).any = ["{nobody}"])), /no such set/);
    assert.match(complaint(rules, d => (first(d).any = ["cant live"])), /never met/);
    assert.match(complaint(rules, d => (first(d).any = ["Die"])), /small letters/);
    assert.match(complaint(rules, d => (first(d).any = ["a ~99 b"])), /gap/);
    assert.match(complaint(rules, d => (first(d).unless = ["fun"])), /not there: fun/);
    assert.match(complaint(signs, d => delete d.signs[0].why), /why/);
    assert.match(complaint(signs, d => (d.signs[0].place = "far")), /place/);
    assert.match(
      complaint("risk/categories.json", d => d.categories.reverse()), /where R1 belongs/);
    assert.match(
      complaint("risk/r8.json", d => (first(d).patterns = ["(?<=a)b"])), /looking back/);
    assert.match(
      complaint("risk/r8.json", d => (first(d).patterns = ["a(b"])), /does not compile/);
    assert.match(
      complaint("risk/r8.json", d => (first(d).patterns = ["{{none}}"])), /no fragment/);
  });

  test("refuses data of matching that contradict themselves", () => {
    const fields = "matching/fields.json";
    const gates = "matching/gates.json";
    const criteria = "matching/criteria.json";
    const field = (d, name) => d.fields.find(row => row.name === name);
    assert.match(
      complaint(fields, d => (field(d, "stage").number = 1)), /two have the number 1/);
    assert.match(complaint(fields, d => (field(d, "stage").number = 60)), /stage/);
    assert.match(complaint(fields, d => (field(d, "stage").options = "stages")), /stage/);
    assert.match(complaint(fields, d => (field(d, "stage").kind = "some")), /kind/);
    assert.match(complaint(fields, d => (field(d, "stage").colour = "red")), /colour/);
    assert.match(complaint(fields, d => (field(d, "stage").section = "end")), /section/);
    assert.match(complaint(fields, d => (field(d, "stage").audience = ["all"])), /asked/);
    assert.match(complaint(fields, d => (field(d, "stage").shared = "You.")), /sentence/);
    assert.match(
      complaint(fields, d => (field(d, "temporary_approval").asked_if.values = ["x"])),
      /temporary_approval/);
    assert.match(complaint(fields, d => (field(d, "faith").special = false)), /special/);
    assert.match(
      complaint(fields, d => (field(d, "code_word").shown = true)), /code_word/);
    assert.match(
      complaint(fields, d => d.lists.topics.push(d.lists.topics[0])), /family_time/);
    assert.match(complaint(gates, d => d.gates.reverse()), /number 1/);
    assert.match(complaint(gates, d => (d.gates[3].class = "rule")), /wish/);
    assert.match(complaint(gates, d => delete d.gates[3].sentence), /sentence/);
    assert.match(complaint(criteria, d => (d.criteria[0].weight = 399)), /999/);
    assert.match(complaint(criteria, d => (d.criteria[0].fields = ["hair"])), /field/);
    assert.match(complaint(criteria, d => d.rarity.reverse()), /rarity/);
    assert.match(complaint(criteria, d => delete d.version), /version/);
  });

  test("refuses parameters that cannot be decoded", () => {
    const thing = { type: "object", properties: {}, required: [] };
    const list = { type: "array", items: thing, maxItems: 3 };
    assert.match(complaint(send, d => (d.params.properties.to = list)), /params\.to/);
    const word = { type: "string", enum: ["a", "b"] };
    assert.match(complaint(send, d => (d.params.properties.how = word)), /params\.how/);
  });

  test("refuses examples that do not do as they say", () => {
    assert.match(complaint(send, d => (d.examples[0].params.text = " ")), /A message/);
    assert.match(complaint(send, d => (d.examples[0].result.seq = 0)), /A message/);
    assert.match(complaint(send, d => (d.examples[1].params.text = "x")), /Only spaces/);
    assert.match(complaint(send, d => d.examples.pop()), /examples/);
    assert.match(complaint("events/message.sent.json", d => delete d.example.at), /example/);
  });

  test("writes the same bytes twice", () => {
    const outputs = ["one", "two"].map(name => {
      const out = path.join(folder, name);
      fs.mkdirSync(out);
      execFileSync(generate, [protocol, out, out]);
      return fs.readdirSync(out).map(file => fs.readFileSync(path.join(out, file), "utf8"));
    });
    assert.deepEqual(outputs[0], outputs[1]);
  });
});

describe("the generated schemas", () => {
  let validate;
  let index;
  before(() => {
    const out = fs.mkdtempSync(path.join(folder, "out-"));
    execFileSync(generate, [protocol, out, out]);
    index = read(path.join(out, "protocol.index.json"));
    const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
    ajv.addSchema(read(path.join(out, "protocol.schema.json")));
    validate = (name, value) => {
      const judge = ajv.getSchema(`kith.v1#/definitions/${name}`);
      assert.ok(judge, `there is no schema ${name}`);
      return judge(value);
    };
  });

  test("judge examples of commands as they say", () => {
    for (const [name, command] of Object.entries(index.commands)) {
      for (const { title, params, result, refused } of command.examples) {
        const where = `${name}: ${title}`;
        assert.equal(validate(`params.${name}`, params), !refused?.field, where);
        assert.ok(result === undefined || validate(`result.${name}`, result), where);
      }
    }
  });

  test("accept examples of events and signals inside their frames", () => {
    for (const [name, { example }] of Object.entries(index.events)) {
      const streams = [{ conversation: "c1", epoch: "e1", events: [example] }];
      const frame = { jsonrpc: "2.0", method: "events", params: { streams } };
      assert.ok(validate("frame.events", frame), name);
      assert.ok(!validate("event", { ...example, colour: "green" }), name);
    }
    for (const [name, { example }] of Object.entries(index.signals)) {
      const frame = { jsonrpc: "2.0", method: "signal", params: example };
      assert.ok(validate("frame.signal", frame), name);
    }
  });

  test("accept refusals with and without data", () => {
    const refusal = (id, error) => ({ jsonrpc: "2.0", id, error });
    const data = { error: "busy", retry: "later", after_ms: 40 };
    assert.ok(validate("frame.failure", refusal(null, { code: -32700, message: "no" })));
    assert.ok(validate("frame.failure", refusal(3, { code: -32000, message: "no", data })));
    assert.ok(!validate("frame.failure", refusal(3, { code: -32000, message: "no" })));
    data.error = "tired";
    assert.ok(!validate("frame.failure", refusal(3, { code: -32000, message: "no", data })));
  });
});
