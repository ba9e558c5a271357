// Lets Node's test runner import the client's pure modules: compiled in memory, nothing written.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

/** Everything that the named modules export, as one. */
export async function load(...names) {
  const contents = names.map((name) => `export * from "./${name}";`).join("\n");
  const result = await build({
    stdin: { contents, resolveDir: SOURCE, loader: "ts" },
    external: ["#protocol"],
    bundle: true,
    format: "esm",
    write: false,
  });
  const code = Buffer.from(result.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}
