// Bundles everything into dist/: main.js (a loader that checks Node and starts the program), program.js (all code, all
// dependencies) and a V8 code cache for the Node that builds. Usage: node scripts/build.mjs [--catalogue FILE] [--out DIR]
import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";

const root = resolve(import.meta.dirname, "..");
const catalogueFile = join(root, "src/tools/index.ts");

/** Builds the program with a catalogue of tools (a file that exports `tools`; tests bring their own) into a folder. */
export async function buildProgram({ catalogue = catalogueFile, out = join(root, "dist") } = {}) {
  const listing = await readListing(catalogue);
  const program = join(out, "program.js");
  const plugins = [virtualModule("virtual:tool-listing", `export const listing = JSON.parse(${JSON.stringify(JSON.stringify(listing))});`), swap(catalogueFile, catalogue), leanSdk, lazyBuiltins];
  const code = await bundle(join(root, "src/main.ts"), "cjs", plugins);
  if (/\bimport\(/.test(code)) throw new Error("The program still loads a module at run time: it must be one file.");
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(program, toAscii(code));
  await writeFile(join(out, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  await copyFile(join(root, "scripts/loader.cjs"), join(out, "main.js"));
  await chmod(join(out, "main.js"), 0o755);
  writeCodeCache(program, join(out, `program.${process.versions.v8}-${process.arch}.cache`));
}

/** The answer to `tools/list`, made by running the catalogue. */
async function readListing(catalogue) {
  const folder = await mkdtemp(join(tmpdir(), "listing-"));
  try {
    const file = join(folder, "listing.mjs");
    const entry = `import { toolListing } from ${JSON.stringify(join(root, "src/tool-listing.ts"))}; import { tools } from ${JSON.stringify(catalogue)}; export const listing = toolListing(tools);`;
    await writeFile(file, await bundle("virtual:entry", "esm", [virtualModule("virtual:entry", entry)]));
    return (await import(pathToFileURL(file).href)).listing;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundle(input, format, plugins) {
  const build = await rolldown({ input, cwd: root, platform: "node", plugins, treeshake: { propertyReadSideEffects: false }, logLevel: "warn" });
  const { output } = await build.generate({
    format,
    codeSplitting: false,
    sourcemap: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    // zod's compiled parsers cost 8 ms at start and gain nothing for a handful of messages.
    intro: "globalThis.__zod_globalConfig = { jitless: true };",
  });
  await build.close();
  return output[0].code;
}

function virtualModule(id, code) {
  return { name: id, resolveId: (source) => (source === id ? `\0${id}` : undefined), load: (loaded) => (loaded === `\0${id}` ? code : undefined) };
}

function swap(file, other) {
  return {
    name: "swap",
    async resolveId(source, importer) {
      if (file === other || !importer || !source.endsWith("tools/index.ts")) return undefined;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return !resolved || resolved.id === file ? other : undefined;
    },
  };
}

/**
 * Leaves out what the server never uses: the validator for elicited answers (ajv), zod's other languages, and three
 * quarters of the protocol's schemas, which a table of all of them would keep and build at every start. Building a schema
 * has no effect; told so, the bundler drops those that nobody uses.
 */
const leanSdk = {
  name: "lean-sdk",
  resolveId(source) {
    if (source === "@modelcontextprotocol/server/_shims") return "\0shims";
    return /\blocales\/index\.js$/.test(source) ? "\0locales" : undefined;
  },
  load(id) {
    if (id === "\0shims") return 'import process from "node:process"; export { process }; export class DefaultJsonSchemaValidator {}';
    return id === "\0locales" ? "export {};" : undefined;
  },
  transform(code, id) {
    if (/@modelcontextprotocol\/core\/dist\/.*\.mjs$/.test(id)) return code.replaceAll(/(?<![\w.])(?=(?:z|\w+Schema)\.\w+\()/g, "/* @__PURE__ */ ");
    return /@modelcontextprotocol\/server\/dist\/src-.*\.mjs$/.test(id) ? code.replaceAll(/^for \(const .*\) register\(.*\);$/gm, "") : undefined;
  },
};

/** Bundlers lift imports of Node's own modules to the top of the file; child_process, http and the like would be loaded at start. */
const lazyBuiltins = {
  name: "lazy-builtins",
  resolveId(source, importer) {
    const name = source.replace(/^node:/, "");
    return builtinModules.includes(name) && importer && !importer.startsWith("\0builtin:") ? `\0builtin:${name}` : undefined;
  },
  load(id) {
    return id.startsWith("\0builtin:") ? { code: `module.exports = require("node:${id.slice("\0builtin:".length)}");`, moduleType: "js" } : undefined;
  },
};

/** The loader reads the program as one byte a character. */
function toAscii(code) {
  return code.replaceAll(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function writeCodeCache(program, cache) {
  const { NODE_OPTIONS: _options, NODE_EXTRA_CA_CERTS: _certificates, ...env } = process.env;
  // A probe of the new protocol and then the old handshake: what either kind of client runs at start is compiled.
  const meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientInfo": { name: "build", version: "1" }, "io.modelcontextprotocol/clientCapabilities": {} };
  const exchange = [
    { id: 1, method: "server/discover", params: { _meta: meta } },
    { id: 2, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "build", version: "1" } } },
    { method: "notifications/initialized" },
    { id: 3, method: "tools/list", params: {} },
  ];
  const input = exchange.map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`).join("");
  const answer = execFileSync(process.execPath, [join(root, "scripts/code-cache.cjs"), program, cache], { input, env, encoding: "utf8", timeout: 20_000 });
  if (!answer.includes('"inputSchema"')) throw new Error(`The program that was just built does not answer tools/list: ${answer.slice(0, 500)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { catalogue: { type: "string" }, out: { type: "string" } } });
  const started = performance.now();
  await buildProgram(Object.fromEntries(Object.entries(values).map(([name, path]) => [name, resolve(path)])));
  const bytes = (await readFile(join(values.out ? resolve(values.out) : join(root, "dist"), "program.js"))).length;
  console.log(`built program.js, ${Math.round(bytes / 1024)} KiB, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
