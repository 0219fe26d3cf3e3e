#!/usr/bin/env node
import * as module from "node:module";
import { setFlagsFromString } from "node:v8";

const NEEDED_NODE = 26;

if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) {
  process.stderr.write(
    `error: this is Node ${process.versions.node}, and routeproof needs Node ${NEEDED_NODE} or later\n` +
      `exit 2: update Node, or give the project one: npm install --save-dev node@${NEEDED_NODE}, then npx routeproof\n`,
  );
  process.exitCode = 2;
} else {
  // Compiling modules is most of what a short command does: the second start skips it.
  module.enableCompileCache();
  // Else V8 in one of ten runs guesses early that rows live long, and keeps a hundred megabytes of them.
  setFlagsFromString("--no-allocation-site-pretenuring");
  // And else it lets garbage of long runs grow to several times what is alive before it collects it.
  setFlagsFromString("--heap-growing-percent=30");
  const { runCli } = await import("./run-cli.ts");
  await runCli(process.argv);
}
