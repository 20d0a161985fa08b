// Runs a built program once as a client would start it (the exchange is on standard input) and keeps what V8 compiled.
// Usage: node code-cache.cjs PROGRAM CACHE
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const [program, cache] = process.argv.slice(2);
const script = new Script(Module.wrap(readFileSync(program, "latin1")), { filename: program });
process.argv = [process.execPath, join(dirname(program), "main.js"), "mcp"];
process.on("exit", () => writeFileSync(cache, script.createCachedData()));
const holder = { exports: {} };
script.runInThisContext()(holder.exports, require, holder, program, dirname(program));
