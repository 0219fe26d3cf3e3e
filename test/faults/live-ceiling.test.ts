import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aLiveWorkspace, liveArgs, supportAnswers, testKeys } from "../support/live-workspace.ts";
import type { LiveWorkspace } from "../support/live-workspace.ts";
import { ended, numbersOnly, routeproofBeside, startRouteproof } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

/** Of the 240 records of the sample so many may be called. */
const CAP = 150;

let server: WireServer;
let space: LiveWorkspace;

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers(), latencyMs: 40 });
  space = aLiveWorkspace(server);
  space.write(
    "mixed.yaml",
    `policy_name: mixed
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: fast}
cost: {caps: [{name: few, max_requests: ${CAP}, per: run}]}
promotion: {gates: [{metric: acceptance_rate, max_drop: 0.9}]}
`,
  );
});

afterAll(async () => {
  await server.close();
  space.remove();
});

/** Outcomes of the capped policy, and how many of them were called. */
function calledOf(out: string): { readonly records: number; readonly called: number } {
  const lines = space.lines(out, "outcomes.jsonl").filter(({ arm }) => arm === 1);
  const called = lines.filter(({ attempts }) => (attempts as readonly unknown[]).length > 0);
  return { records: lines.length, called: called.length };
}

test("P6: a live run that was killed goes on under the very ceiling it had", async () => {
  const args = liveArgs(space, "killed", "--concurrency=20", "--max-spend=20", numbersOnly);
  const child = startRouteproof(args, { env: testKeys });
  const end = ended(child);
  const journal = space.path("killed/outcomes.jsonl");
  const linesSoFar = (): number =>
    existsSync(journal) ? readFileSync(journal, "utf8").split("\n").length - 1 : 0;
  // The journal is written in pieces of some hundred lines: the first one is enough.
  while (child.exitCode === null && child.signalCode === null && linesSoFar() < 20) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGKILL");
  expect(await end).toBe("SIGKILL");
  const before = calledOfTorn();
  expect(before).toBeGreaterThan(0);

  const done = await routeproofBeside(["run", `--resume=${space.path("killed")}`], {
    env: testKeys,
  });
  expect(done.stderr).toContain("what its policies had spent and counted was kept");
  expect(calledOf("killed")).toEqual({ records: 240, called: CAP });
  const { timeline, warnings } = space.manifest("killed");
  expect(timeline?.starts).toBe("run_start");
  expect(warnings.some((warning) => warning.includes("went on after a break"))).toBe(true);
  const caps = space.comparison("killed").policies["mixed"]?.timeline?.caps;
  expect(caps).toMatchObject([{ ceiling: "cost.caps.few.max_requests", period: "run" }]);

  function calledOfTorn(): number {
    const text = readFileSync(journal, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    return whole.filter((line) => line.includes('"arm":1')).length;
  }
});
