import { existsSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anOutage } from "../support/outage.ts";
import { ended, routeproof, startRouteproof } from "../support/routeproof.ts";
import type { TimedWorkspace } from "../support/timed-workspace.ts";

const run = { baseline: "plain", candidate: "aware", concurrency: 8 } as const;
let work: TimedWorkspace;

beforeAll(() => {
  // Answers of 7 kB: a journal of some megabytes, so that kills fall at many places of it.
  work = anOutage(900, "refund ".repeat(1000));
  work.run("unkilled", run);
});

afterAll(() => work.remove());

function journalBytes(out: string): number {
  const path = work.path(`${out}/outcomes.jsonl`);
  return existsSync(path) ? statSync(path).size : 0;
}

function argsOf(out: string): readonly string[] {
  return existsSync(work.path(`${out}/run.json`))
    ? ["run", "--resume", work.path(out)]
    : work.args(out, run);
}

test("a timeline that was killed at ten random moments ends in the same comparison", async () => {
  const whole = journalBytes("unkilled");
  let kills = 0;
  for (let round = 0; round < 10; round += 1) {
    const child = startRouteproof(argsOf("killed"));
    const end = ended(child);
    const goal = journalBytes("killed") + Math.floor((Math.random() * whole) / 4);
    while (child.exitCode === null && child.signalCode === null && journalBytes("killed") <= goal) {
      await new Promise((resume) => setTimeout(resume, 1));
    }
    child.kill("SIGKILL");
    if ((await end) === "SIGKILL") kills += 1;
  }
  const last = routeproof(["run", "--resume", work.path("killed")]);
  expect([0, 100, 101]).toContain(last.code);
  expect(work.comparisonText("killed")).toBe(work.comparisonText("unkilled"));
  expect(kills).toBeGreaterThan(0);
  console.log(`${kills} of 10 kills hit a running process`);
});

test("what a killed timeline had done is replayed again, and said", async () => {
  const child = startRouteproof(work.args("told", run));
  const end = ended(child);
  // The policy that is replayed last is under way.
  while (child.exitCode === null && journalBytes("told") <= journalBytes("unkilled") * 0.7) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGKILL");
  if ((await end) !== "SIGKILL") return;
  const resumed = routeproof(["run", "--resume", work.path("told")]);
  expect(resumed.stderr).toMatch(/\d+ outcomes of the earlier session are kept/);
  expect(resumed.stderr).toMatch(
    /\d+ are replayed again, because their policy reads what came before/,
  );
  expect(work.comparisonText("told")).toBe(work.comparisonText("unkilled"));
});

test("an interrupted timeline is resumed to the same comparison", async () => {
  const child = startRouteproof(work.args("interrupted", run));
  const end = ended(child);
  while (child.exitCode === null && journalBytes("interrupted") <= journalBytes("unkilled") / 3) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGINT");
  await end;
  const resumed = routeproof(["run", "--resume", work.path("interrupted")]);
  expect([0, 100, 101]).toContain(resumed.code);
  expect(work.comparisonText("interrupted")).toBe(work.comparisonText("unkilled"));
});
