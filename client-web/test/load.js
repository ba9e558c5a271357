// Lets Node's test runner import the client's models: compiled into a folder that is
// removed again, with the protocol's types and limits from KITH_GEN or build/gen.
import { webcrypto } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

globalThis.crypto ??= webcrypto; // Node 18 gives it to browsers' code by name only

const HERE = fileURLToPath(new URL("..", import.meta.url));
const PROTOCOL = resolve(HERE, process.env.KITH_GEN ?? "../build/gen/protocol.ts");
const MATCHING = join(dirname(PROTOCOL), "matching.ts");
const RISK = join(dirname(PROTOCOL), "risk.ts");

/** Everything that the named modules export, as one. */
export async function load(...names) {
  const folder = await mkdtemp(join(tmpdir(), "kith-client-"));
  const file = join(folder, "module.mjs");
  await build({
    stdin: {
      contents: names.map((name) => `export * from "./${name}";`).join("\n"),
      resolveDir: join(HERE, "src"),
      loader: "ts",
    },
    alias: { "#protocol": PROTOCOL, "#matching": MATCHING, "#risk": RISK },
    bundle: true,
    format: "esm",
    outfile: file,
  });
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
