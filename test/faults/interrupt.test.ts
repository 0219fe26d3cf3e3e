import { existsSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ended, routeproof, startRouteproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 3000, answerChars: 4000 });
});

afterAll(() => work.remove());

async function interruptOnceRunning(
  out: string,
  signals: readonly NodeJS.Signals[],
): Promise<{ readonly end: number | string | null; readonly said: string }> {
  const child = startRouteproof(work.runArgs(out));
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const end = ended(child);
  const journal = work.path(`${out}/outcomes.jsonl`);
  while ((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  for (const signal of signals) child.kill(signal);
  return { end: await end, said };
}

test("Ctrl-C drains, exits 130, names the command that goes on, and that one finishes the run", async () => {
  const { end, said } = await interruptOnceRunning("sigint", ["SIGINT"]);
  expect(end).toBe(130);
  expect(said).toContain("stopping: what is running is finished and kept");
  expect(said).toContain(`routeproof run --resume ${work.path("sigint")}`);
  expect(existsSync(work.path("sigint/comparison.json"))).toBe(false);
  const status = JSON.parse(readFileSync(work.path("sigint/run.json"), "utf8")) as {
    readonly status: string;
  };
  expect(status.status).toBe("interrupted");

  expect(routeproof(["report", work.path("sigint")]).stderr).toContain("interrupted");
  expect(routeproof(["run", "--resume", work.path("sigint"), "--quiet"]).code).toBe(0);
  expect(routeproof([...work.runArgs("whole"), "--quiet"]).code).toBe(0);
  expect(work.comparison("sigint")).toEqual(work.comparison("whole"));
});

test("a termination drains too and exits 143", async () => {
  const { end } = await interruptOnceRunning("sigterm", ["SIGTERM"]);
  expect(end).toBe(143);
});
