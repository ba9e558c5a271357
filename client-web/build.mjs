// Builds the web client into dist/: type check, scripts and a style sheet with a hash in
// their names, each also compressed, so that the server only hands out files.
// Options: --protocol FILE (or KITH_GEN) names the generated types, beside which the data of
// matching and of pausing stand as matching.ts and risk.ts; --check-only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(HERE, option("--out") ?? "dist");
const PROTOCOL = resolve(
  HERE, option("--protocol") ?? process.env.KITH_GEN ?? "../build/gen/protocol.ts");
const MATCHING = join(dirname(PROTOCOL), "matching.ts");
const RISK = join(dirname(PROTOCOL), "risk.ts");
// Phones of about 2019 and later: what a grandparent's second-hand phone can run.
const TARGETS = ["chrome72", "firefox68", "safari12.1"];
const FIRST_VIEW_MAX_BYTES = 60_000;

function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

function hashed(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
}

async function checkTypes() {
  // A folder of its own: two builds may run at once. Inside, so that packages are found.
  const place = await mkdtemp(join(HERE, "node_modules", ".kith-"));
  const project = join(place, "tsconfig.json");
  const paths = {
    "#protocol": [relative(place, PROTOCOL)],
    "#matching": [relative(place, MATCHING)],
    "#risk": [relative(place, RISK)],
  };
  await writeFile(project, JSON.stringify({
    extends: "../../tsconfig.json",
    compilerOptions: { paths, typeRoots: [] },
    include: ["../../src"],
  }));
  const tsc = join(HERE, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [tsc, "--project", project], { stdio: "inherit" });
  await rm(place, { recursive: true });
  if (run.status !== 0) {
    process.exit(1);
  }
}

async function put(path, bytes) {
  await writeFile(path, bytes);
  const gz = gzipSync(bytes, { level: 9 });
  const br = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  await writeFile(`${path}.gz`, gz);
  await writeFile(`${path}.br`, br);
  return gz.length;
}

async function bundle() {
  return build({
    entryPoints: [
      { in: join(HERE, "src/main.tsx"), out: "client" },
      { in: join(HERE, "src/styles/main.css"), out: "client" },
    ],
    alias: { "#protocol": PROTOCOL, "#matching": MATCHING, "#risk": RISK },
    bundle: true,
    charset: "utf8",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    metafile: true,
    minify: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "file" },
    publicPath: "/assets",
    outdir: join(OUT, "assets"),
    // Views that only some people need are files of their own, fetched when first opened.
    splitting: true,
    // Safari's old fault concerns default values of a rare kind only; there is no other way.
    supported: { destructuring: true },
    target: TARGETS,
    write: false,
  });
}

/** The entry with this ending and every file that it imports before it can run. */
function firstFiles(outputs, ending) {
  const entry = Object.keys(outputs).find(
    (path) => outputs[path].entryPoint !== undefined && basename(path).startsWith("client-") &&
      path.endsWith(ending));
  const found = new Set([entry]);
  for (const path of found) {
    outputs[path].imports
      .filter((one) => one.kind === "import-statement")
      .forEach((one) => found.add(one.path));
  }
  return Array.from(found, (path) => basename(path));
}

function fill(page, places) {
  return Object.entries(places).reduce(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, value), page);
}

async function write({ outputFiles, metafile }, icon) {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(join(OUT, "assets"), { recursive: true });
  const sizes = new Map();
  for (const file of outputFiles) {
    sizes.set(basename(file.path), await put(file.path, file.contents));
  }
  const iconName = hashed("icon.svg", icon);
  sizes.set(iconName, await put(join(OUT, "assets", iconName), icon));
  const [script, ...imported] = firstFiles(metafile.outputs, ".js");
  const [style] = firstFiles(metafile.outputs, ".css");
  const page = fill(await readFile(join(HERE, "src/index.html"), "utf8"), {
    "client.js": `/assets/${script}`,
    "client.css": `/assets/${style}`,
    "icon.svg": `/assets/${iconName}`,
    // Named in the page, so that they come together and not one after the other.
    imported: imported.map(
      (name) => `<link rel="modulepreload" href="/assets/${name}">`).join("\n"),
  });
  const first = [script, ...imported, style, iconName].map((name) => sizes.get(name));
  const total = first.reduce((sum, size) => sum + size,
    await put(join(OUT, "index.html"), Buffer.from(page)));
  report(total, Array.from(sizes.values()).reduce((sum, size) => sum + size, 0));
}

function report(first_bytes, all_bytes) {
  if (first_bytes > FIRST_VIEW_MAX_BYTES) {
    throw new Error(
      `first view is ${first_bytes} bytes on the wire; ${FIRST_VIEW_MAX_BYTES} allowed`);
  }
  console.log(`first view: ${first_bytes} bytes on the wire (gzip); everything: ${all_bytes}`);
}

if (!existsSync(PROTOCOL)) {
  throw new Error(`${PROTOCOL} is missing: run make once, or name it with --protocol`);
}
await checkTypes();
if (!process.argv.includes("--check-only")) {
  const icon = await readFile(join(HERE, "src/icon.svg"));
  await write(await bundle(), icon);
}
