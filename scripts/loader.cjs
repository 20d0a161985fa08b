#!/usr/bin/env node
// Starts program.js beside it. The build copies this file to dist/main.js; it must parse on any Node.
"use strict";
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`devops-bestays-infra needs Node.js 20.19 or later; this is ${process.versions.node}. Start it with a newer Node.js.`);
  process.exit(2);
}

const file = join(__dirname, "program.js");
const cachedData = readCache();
if (cachedData) {
  // The program is ASCII (the build sees to it), so that V8 keeps one byte a character. A cache that V8 does not
  // accept is ignored by it, and the program is compiled as usual.
  const script = new Script(Module.wrap(readFileSync(file, "latin1")), { filename: file, cachedData });
  const program = { exports: {} };
  script.runInThisContext()(program.exports, require, program, file, __dirname);
} else {
  if (Module.enableCompileCache) Module.enableCompileCache();
  require(file);
}

/** What V8 compiled when the program was built, if it was built with this V8: half of the start-up time. */
function readCache() {
  try {
    return readFileSync(join(__dirname, `program.${process.versions.v8}-${process.arch}.cache`));
  } catch {
    return undefined;
  }
}
