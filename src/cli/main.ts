#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Compiling modules is most of what a short command does: the second start skips it.
enableCompileCache();
const { runCli } = await import("./run-cli.ts");
await runCli(process.argv);
