import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test, type TestContext } from "vitest";
import { shellWord } from "../../src/reports/run-command.ts";
import {
  aLiveWorkspace,
  liveArgs,
  supportAnswers,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { builtMain, ended, projectRoot } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";
import { skipSaying } from "../support/skip-saying.ts";

let server: WireServer;
let space: LiveWorkspace;

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers() });
  space = aLiveWorkspace(server);
});

afterAll(async () => {
  await server.close();
  space.remove();
});

const QUESTION = "(Enter alone: do not run)";
/** Of the eight calls that are planned, what both policies ask alike is sent once. */
const SENT = 7;
const hasScript = spawnSync("script", ["--version"]).status === 0;

/** Runs a live run without a cap on a terminal; each time it asks, the next of these is typed. */
async function asked(context: TestContext, out: string, ...answers: readonly string[]) {
  if (!hasScript) {
    skipSaying(context, "there is no `script` that could stand in for a terminal");
  }
  const before = server.count();
  const words = [process.execPath, builtMain, ...liveArgs(space, out, "--limit=4")];
  const line = words.map(shellWord).join(" ");
  const child = spawn("script", ["-qec", line, "/dev/null"], {
    cwd: projectRoot,
    env: { ...process.env, ...testKeys, CI: "", NO_COLOR: "1", SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let screen = "";
  let typed = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    screen += chunk.toString();
    const questions = screen.split(QUESTION).length - 1;
    if (questions > typed) child.stdin.write(answers[typed++] ?? "\n");
  });
  const code = await ended(child);
  return { code, screen, calls: server.count() - before, hasRun: existsSync(space.path(out)) };
}

test("on a terminal a live run shows its plan, asks for the cap, and keeps to it", async (context) => {
  const { screen, calls, hasRun } = await asked(context, "amount", "5\r");
  expect(screen).toMatch(/route +calls +at most/);
  expect(screen).toMatch(/in all +8 +\$0\.\d+/);
  expect(screen).toContain("Paid:");
  expect(calls).toBe(SENT);
  expect(hasRun).toBe(true);
  expect(space.manifest("amount").options.max_spend_usd).toBe(5);
});

test("it asks again for what is no amount", async (context) => {
  const { screen, calls } = await asked(context, "nonsense", "lots\r", "-3\r", "0\r", "2\r");
  for (const wrong of ["lots", "-3", "0"]) {
    expect(screen).toContain(`such as 2.50, got "${wrong}"`);
  }
  expect(calls).toBe(SENT);
  expect(space.manifest("nonsense").options.max_spend_usd).toBe(2);
});

const refusals = { "Enter alone": "\r", "Ctrl-C": "\u0003", "the end of the input": "\u0004" };

for (const [what, key] of Object.entries(refusals)) {
  test(`${what} calls nobody, leaves nothing and is exit 2`, async (context) => {
    const { code, screen, calls, hasRun } = await asked(context, what.replaceAll(" ", "-"), key);
    expect({ code, calls, hasRun }).toEqual({ code: 2, calls: 0, hasRun: false });
    expect(screen).toContain("no cap was named: nothing was called");
  });
}
