// The patterns of "pause before sending", on this engine; tests/unit/domain/test_risk.c
// tries the same cases on the server's.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const HERE = fileURLToPath(new URL("..", import.meta.url));
const PROTOCOL = resolve(HERE, process.env.KITH_GEN ?? "../build/gen/protocol.ts");
const CASES = join(HERE, "../tests/rules/pause.tsv");

async function loadPatterns() {
  const source = await readFile(join(dirname(PROTOCOL), "risk.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.pausePatterns;
}

const pausePatterns = await loadPatterns();
const lines = (await readFile(CASES, "utf8")).split("\n").filter((line) => line !== "");

test("the sender pauses for what names a child or comes from court papers", () => {
  for (const line of lines) {
    const [labels, text] = line.split("\t");
    const found = pausePatterns
      .filter(({ pattern }) => pattern.test(text))
      .map(({ category }) => category);
    const wanted = labels === "-" ? [] : labels.split(" ");
    assert.deepEqual([...new Set(found)], wanted, text);
  }
});

test("only these two categories pause, a rule once", () => {
  const rules = pausePatterns.map(({ rule }) => rule);
  assert.equal(new Set(rules).size, rules.length);
  assert.deepEqual([...new Set(pausePatterns.map(({ category }) => category))], ["R8", "R12"]);
});
