// Builds the web client into dist/: type check, one script, one style sheet, both with a
// hash in their names and each also compressed, so that the server only hands out files.
// Options: --protocol FILE (or KITH_GEN) names the generated types; --check-only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(HERE, option("--out") ?? "dist");
const PROTOCOL = resolve(
  HERE, option("--protocol") ?? process.env.KITH_GEN ?? "../build/gen/protocol.ts");
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
  const paths = { "#protocol": [relative(place, PROTOCOL)] };
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
  const result = await build({
    entryPoints: [join(HERE, "src/main.tsx"), join(HERE, "src/styles/main.css")],
    alias: { "#protocol": PROTOCOL },
    bundle: true,
    charset: "utf8",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    minify: true,
    outdir: OUT,
    // Safari's old fault concerns default values of a rare kind only; there is no other way.
    supported: { destructuring: true },
    target: TARGETS,
    write: false,
  });
  return Object.fromEntries(result.outputFiles.map(
    (file) => [file.path.endsWith(".css") ? "client.css" : "client.js", file.contents]));
}

async function write(files) {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(join(OUT, "assets"), { recursive: true });
  let page = await readFile(join(HERE, "src/index.html"), "utf8");
  let total = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const final = hashed(name, bytes);
    page = page.replaceAll(`{{${name}}}`, `/assets/${final}`);
    total += await put(join(OUT, "assets", final), bytes);
  }
  total += await put(join(OUT, "index.html"), Buffer.from(page));
  if (total > FIRST_VIEW_MAX_BYTES) {
    throw new Error(`first view is ${total} bytes on the wire; ${FIRST_VIEW_MAX_BYTES} allowed`);
  }
  console.log(`first view: ${total} bytes on the wire (gzip)`);
}

if (!existsSync(PROTOCOL)) {
  throw new Error(`${PROTOCOL} is missing: run make once, or name it with --protocol`);
}
await checkTypes();
if (!process.argv.includes("--check-only")) {
  const icon = await readFile(join(HERE, "src/icon.svg"));
  await write({ ...(await bundle()), "icon.svg": icon });
}
