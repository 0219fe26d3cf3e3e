import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import { aLiveWorkspace, liveArgs, supportAnswers, testKeys } from "../support/live-workspace.ts";
import type { LiveWorkspace } from "../support/live-workspace.ts";
import { ended, numbersOnly, routeproofBeside, startRouteproof } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const CONCURRENCY = 30;
/** What a run that nobody kills sends: what both policies ask alike is sent once. */
let calls: number;

let server: WireServer;
let space: LiveWorkspace;
let unkilled: JsonValue;

const live = (out: string, ...more: readonly string[]): readonly string[] =>
  liveArgs(space, out, `--concurrency=${CONCURRENCY}`, numbersOnly, ...more);

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers(), latencyMs: 40 });
  space = aLiveWorkspace(server);
  const done = await routeproofBeside(live("unkilled", "--max-spend=20"), { env: testKeys });
  if (done.code !== 0) throw new Error(done.stderr);
  calls = attemptsOf("unkilled").begun.length;
  unkilled = withoutTimes(space.comparison("unkilled") as unknown as JsonValue);
}, 120_000);

afterAll(async () => {
  await server.close();
  space.remove();
});

/** Real time is never the same twice: all that is said of it is left out. */
function withoutTimes(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((entry: JsonValue) => withoutTimes(entry));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !/_ms|latency|p\d\d_/.test(name));
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutTimes(entry)]));
}

const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Keys of the attempts that `attempts.jsonl` says were begun, and of those that ended. */
function attemptsOf(out: string): { readonly begun: string[]; readonly ended: string[] } {
  const path = space.path(`${out}/attempts.jsonl`);
  const text = bytesOf(path) === 0 ? "" : readFileSync(path, "utf8");
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const keys = (event: string): string[] =>
    lines
      .filter((line) => line.startsWith(`{"event":"${event}"`))
      .map((line) => JSON.parse(line) as { ordinal: number; arm: number; attempt: number })
      .map(({ ordinal, arm, attempt }) => `${ordinal}/${arm}/${attempt}`);
  return { begun: keys("start"), ended: keys("finish") };
}

/** Starts a live run and ends it by these signals once `isTime`; what it said and how it ended. */
async function endedWhen(
  out: string,
  isTime: () => boolean,
  signals: readonly NodeJS.Signals[],
  ...more: readonly string[]
): Promise<{ readonly end: number | string | null; readonly said: string }> {
  const child = startRouteproof(live(out, "--max-spend=20", ...more), { env: testKeys });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const end = ended(child);
  while (child.exitCode === null && child.signalCode === null && !isTime()) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  for (const signal of signals) child.kill(signal);
  return { end: await end, said };
}

const resume = (out: string, ...more: readonly string[]) =>
  routeproofBeside(["run", `--resume=${space.path(out)}`, ...more], { env: testKeys });

const inFlight = (out: string): number => {
  const { begun, ended: answered } = attemptsOf(out);
  return begun.length - answered.length;
};

const moments: Readonly<Record<string, (out: string, before: number) => boolean>> = {
  "before-the-first-answer": (_out, before) => server.count() > before,
  "with-thirty-in-flight": (out) => attemptsOf(out).ended.length > 60 && inFlight(out) >= 30,
  "in-the-middle": (out) => bytesOf(space.path(`${out}/outcomes.jsonl`)) > 0,
  "while-comparing": (out) => {
    const text = bytesOf(space.path(`${out}/outcomes.jsonl`)) > 0 ? attemptsOf(out).ended : [];
    return text.length === calls;
  },
};

test.each(Object.entries(moments))(
  "killed %s, a run pays for nothing twice",
  async (out, isTime) => {
    const before = server.count();
    const { end } = await endedWhen(out, () => isTime(out, before), ["SIGKILL"]);
    expect(end).toBe("SIGKILL");
    const killed = attemptsOf(out);
    const answered = new Set(killed.ended);
    const unheard = killed.begun.filter((key) => !answered.has(key));

    const done = await resume(out);
    expect(done.code).toBe(0);
    const { begun } = attemptsOf(out);
    // What had been answered was not begun again, and the server saw no more than was begun.
    for (const key of answered) expect(begun.filter((one) => one === key)).toHaveLength(1);
    expect(begun).toHaveLength(calls + unheard.length);
    const sent = server.count() - before;
    expect(sent).toBeLessThanOrEqual(begun.length);
    expect(sent).toBeGreaterThanOrEqual(calls);

    const named = done.stderr.split("\n").filter((line) => line.includes("never heard of"));
    expect(named).toHaveLength(unheard.length);
    for (const line of named) expect(line).toMatch(/may have cost up to \$0\.\d+/);
    const spend = space.manifest(out).spend;
    expect(spend?.usd).toBe(space.manifest("unkilled").spend?.usd);
    expect(spend?.unknown_calls).toBe(unheard.length);
    expect(spend?.sent).toBe(begun.length);
    expect(withoutTimes(space.comparison(out) as unknown as JsonValue)).toEqual(unkilled);
  },
);

test("what was spent before a kill counts against the cap of the session after", async () => {
  const { end } = await endedWhen("poor", () => attemptsOf("poor").ended.length > 100, ["SIGKILL"]);
  expect(end).toBe("SIGKILL");
  const before = server.count();
  const stopped = await resume("poor", "--max-spend=0.03");
  expect(stopped.code).toBe(4);
  expect(server.count()).toBe(before);
  expect(stopped.stderr).toContain("the spend cap of $0.03 is reached");
});

test("killed while it records, a run goes on from its recordings and its attempts", async () => {
  const before = server.count();
  const record = `--record=${space.path("kept")}`;
  const isTime = (): boolean => attemptsOf("recorded").ended.length > 150;
  const { end } = await endedWhen("recorded", isTime, ["SIGKILL"], record);
  expect(end).toBe("SIGKILL");
  const { begun, ended: answered } = attemptsOf("recorded");
  const done = await resume("recorded");
  expect(done.code).toBe(0);
  const sent = server.count() - before;
  const calls = new Set(space.lines("recorded", "attempts.jsonl").map(attemptName)).size;
  expect(sent).toBeLessThanOrEqual(calls + begun.length - answered.length);
  expect(withoutTimes(space.comparison("recorded") as unknown as JsonValue)).toEqual(unkilled);
});

function attemptName({ route, ordinal }: JsonObject): string {
  return `${route as string} ${ordinal as number}`;
}

test("Ctrl-C once lets what is running end and keeps it", async () => {
  const before = server.count();
  const isTime = (): boolean => attemptsOf("drained").ended.length > 60;
  const { end, said } = await endedWhen("drained", isTime, ["SIGINT"]);
  expect(end).toBe(130);
  expect(said).toContain(`routeproof run --resume ${space.path("drained")}`);
  expect(inFlight("drained")).toBe(0);
  expect(space.manifest("drained").status).toBe("interrupted");
  const { ended: answered } = attemptsOf("drained");
  // One that both policies share may have made two outcomes.
  const outcomes = space.lines("drained", "outcomes.jsonl").length;
  expect(outcomes).toBeGreaterThanOrEqual(answered.length);
  expect(answered.length).toBeLessThan(calls);
  expect((await resume("drained")).code).toBe(0);
  expect(server.count() - before).toBe(calls);
  expect(withoutTimes(space.comparison("drained") as unknown as JsonValue)).toEqual(unkilled);
});

test("Ctrl-C twice stops at once, and the run can be resumed", async () => {
  const isTime = (): boolean => attemptsOf("stopped").ended.length > 60;
  const { end, said } = await endedWhen("stopped", isTime, ["SIGINT", "SIGTERM"]);
  expect([130, 143]).toContain(end);
  expect(said).toContain("stopped at once");
  expect(inFlight("stopped")).toBeGreaterThan(0);
  expect((await resume("stopped")).code).toBe(0);
  expect(withoutTimes(space.comparison("stopped") as unknown as JsonValue)).toEqual(unkilled);
});
