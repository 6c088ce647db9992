// Bundles the page into the module's resources, byte for byte the same for the same lock file:
//   npm ci && npm run build     writes it
//   npm ci && npm run check     fails where what is there differs
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/main/resources/io/partita/studio/web");
const modules = join(here, "node_modules");
const MOST_BYTES = 1_200_000;

const result = await build({
  absWorkingDir: here,
  entryPoints: [{ in: "src/main.jsx", out: "studio" }],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  outdir: out,
  write: false,
  legalComments: "none",
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  charset: "utf8",
});
const files = new Map(result.outputFiles.map((file) => [file.path, Buffer.from(file.contents)]));
files.set(join(out, "index.html"), readFileSync(join(here, "src/index.html")));
files.set(join(out, "icon.svg"), readFileSync(join(here, "src/icon.svg")));
files.set(
  join(out, "synth.min.js"),
  Buffer.from(
    readFileSync(join(modules, "spessasynth_lib/dist/spessasynth_processor.min.js"), "utf8").replace(
      /\/\/# sourceMappingURL=.*\s*$/,
      "",
    ),
  ),
);
// A program of its own, which holds those behind it in the licences. Its package's 'gl' draws without a browser, and is
// another package's name in package.json.
files.set(
  join(out, "engraver.min.js"),
  readFileSync(join(modules, "opensheetmusicdisplay/build/opensheetmusicdisplay.min.js")),
);
const licences = ["preact", "@preact/signals", "@preact/signals-core", "spessasynth_lib", "spessasynth_core",
  "stb-vorbis", "fflate", "@fontsource-variable/instrument-sans", "opensheetmusicdisplay", "vexflow", "loglevel",
  "typescript-collections", "jszip", "pako", "lie", "immediate", "setimmediate"].map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  const file = readdirSync(join(modules, name)).find((one) => /^license/i.test(one));
  return `${name} ${version} (${license})\n\n${readFileSync(join(modules, name, file), "utf8").trim()}\n`;
});
files.set(join(out, "licences.txt"), Buffer.from(licences.join("\n" + "-".repeat(80) + "\n\n")));

let zipped = 0;
let differs = [];
for (const [path, bytes] of files) {
  zipped += gzipSync(bytes).length;
  let there = null;
  try {
    there = readFileSync(path);
  } catch {
    // Not made yet.
  }
  if (!there || !there.equals(bytes)) differs.push(path);
}
console.log(`${files.size} files, ${zipped.toLocaleString("en")} bytes compressed`);
if (zipped > MOST_BYTES) throw new Error(`More than ${MOST_BYTES} bytes`);
if (process.argv.includes("--check")) {
  if (differs.length) throw new Error(`Run npm run build; these differ: ${differs.join(", ")}`);
} else {
  mkdirSync(out, { recursive: true });
  for (const [path, bytes] of files) writeFileSync(path, bytes);
}
