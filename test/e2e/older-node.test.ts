import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { skipSaying } from "../support/skip-saying.ts";

const main = resolve(import.meta.dirname, "../../dist/cli/main.js");
const systemNode = "/usr/bin/node";

function versionOf(node: string): number {
  if (!existsSync(node)) return Infinity;
  return Number.parseInt(spawnSync(node, ["-p", "process.versions.node"]).stdout.toString(), 10);
}

test("a Node that is too old is told so in words", (context) => {
  if (versionOf(systemNode) >= 26) skipSaying(context, `${systemNode} is no older Node`);
  const { status, stderr } = spawnSync(systemNode, [main, "--help"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: this is Node \d+\.\d+\.\d+, and routeproof needs Node 26/);
  expect(stderr).toContain("exit 2: update Node");
});
