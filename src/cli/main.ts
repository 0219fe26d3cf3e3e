#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

// Compiling modules is most of what a short command does: the second start skips it.
enableCompileCache();
// Else V8 in one of ten runs guesses early that rows live long, and keeps a hundred megabytes of them.
setFlagsFromString("--no-allocation-site-pretenuring");
const { runCli } = await import("./run-cli.ts");
await runCli(process.argv);
