import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aLogWorkspace, intentOf, type LogWorkspace } from "../support/log-workspace.ts";
import { testKeys } from "../support/live-workspace.ts";
import { routeproofBeside, type Finished } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

const RECORDS = 60;

let server: WireServer;
let space: LogWorkspace;
let first: Finished;

beforeAll(async () => {
  server = await startWireServer({ answer: () => ({ text: "right" }), latencyMs: 1 });
  space = aServedLog(0.2);
  first = await run(space, "first", "--max-spend=5");
}, 60_000);

afterAll(async () => {
  await server.close();
  space.remove();
});

function aServedLog(redacted: number, judge: "text" | "log" = "text"): LogWorkspace {
  const address = server.baseUrl("ok", "openai-response");
  const routeLines = `, endpoint_family: openai-response, base_url: "${address}", api_key_env: TEST_OPENAI_KEY, parameters: {max_output_tokens: 50}`;
  return aLogWorkspace({ records: RECORDS, redacted, routeLines, judge });
}

function run(of: LogWorkspace, out: string, ...more: readonly string[]): Promise<Finished> {
  return routeproofBeside(
    [...of.runArgs(out, "as-logged", "all-weak"), "--provider=live", "--only-uncovered", ...more],
    { env: testKeys },
  );
}

/** Records that the log sent to `strong`, where the candidate goes to `weak`. */
const others = Array.from({ length: RECORDS }, (_, index) => index).filter(
  (index) => intentOf(index) !== "faq",
);
const isRedacted = (index: number): boolean =>
  space.rows.find(({ id }) => id === `r${index}`)?.prompt === null;

test("exactly the records that the log does not hold are called, and none without its prompt", () => {
  expect(first.stderr).toContain("exit 101: inconclusive");
  const callable = others.filter((index) => !isRedacted(index));
  expect(callable.length).toBeGreaterThan(20);
  const asked = server.requests.map(({ body }) => JSON.stringify(body));
  expect(asked).toHaveLength(callable.length);
  for (const index of callable) {
    expect(asked.filter((body) => body.includes(`request number ${index}"`))).toHaveLength(1);
  }
  for (const { body } of server.requests) expect(body["model"]).toBe("small-model");
  expect(space.manifest("first").spend?.sent).toBe(callable.length);
});

test("the rest are the log's outcomes, and what has no prompt stays uncovered and listed", () => {
  const redacted = others.filter(isRedacted);
  const { coverage } = space.comparison("first");
  const of = coverage?.policies["all_weak"];
  expect(of?.fresh).toBe(others.length - redacted.length);
  expect(of?.covered).toBe(RECORDS - redacted.length);
  expect(of?.not_covered).toMatchObject({ redacted: redacted.length, other_route: 0 });
  expect(coverage?.policies["as_logged"]).toMatchObject({ covered: RECORDS, fresh: 0 });
  const listed = new Map(
    space.lines("first", "uncovered.jsonl").map(({ record, because }) => [record, because]),
  );
  expect(listed).toEqual(new Map(redacted.map((index) => [`r${index}`, "redacted"])));
});

test("a latency gate over answers of two times says so and does not pass", async () => {
  const whole = aServedLog(0);
  const done = await run(whole, "whole", "--max-spend=5");
  const [pair] = whole.comparison("whole").comparisons;
  whole.remove();
  const latency = pair?.gates.find(({ metric }) => metric === "p95_complete_ms");
  expect(latency?.observed.value).toBeLessThan(1);
  expect(latency?.status).toBe("inconclusive");
  expect(latency?.because).toContain(
    `${others.length} of ${2 * RECORDS} latencies are of now and the others of the log's time`,
  );
  expect(pair?.verdict.reasons.join()).not.toContain("the log served another route");
  expect(done.code).toBe(101);
});

test("it is refused where it has no meaning, before anything is called", async () => {
  const before = server.count();
  const log = aServedLog(0, "log");
  const judged = await run(log, "judged", "--max-spend=1");
  const policy = readFileSync(space.path("all-weak.yaml"), "utf8");
  space.write("watchful.yaml", `${policy}cost: {daily_spend_cap: 5}\n`);
  const watchful = await routeproofBeside(
    [
      ...space.runArgs("watchful", "as-logged", "watchful"),
      "--provider=live",
      "--only-uncovered",
      "--max-spend=1",
    ],
    { env: testKeys },
  );
  expect(watchful.code).toBe(2);
  expect(watchful.stderr).toContain('policy "all_weak": it reads what came before');
  const simulated = await routeproofBeside([
    ...log.runArgs("simulated", "as-logged", "all-weak"),
    "--only-uncovered",
  ]);
  log.remove();
  expect(judged.code).toBe(2);
  expect(judged.stderr).toContain("no answer of now would ever be accepted");
  expect(simulated.code).toBe(2);
  expect(simulated.stderr).toContain("--only-uncovered goes with --provider live");
  expect(server.count()).toBe(before);
});

test("the spend cap stops it, and a resumed run calls what is left, once", async () => {
  const before = server.count();
  const capped = await run(space, "capped", "--max-spend=0.0004");
  expect(capped.code).toBe(4);
  const paid = server.count() - before;
  const callable = others.filter((index) => !isRedacted(index)).length;
  expect(paid).toBeGreaterThan(0);
  expect(paid).toBeLessThan(callable);
  const resumed = await routeproofBeside(
    ["run", `--resume=${space.path("capped")}`, "--max-spend=5"],
    { env: testKeys },
  );
  expect(resumed.code).toBe(101);
  expect(server.count() - before).toBe(callable);
  const figures = (out: string): unknown =>
    space.comparison(out).policies["all_weak"]?.overall.acceptance_rate;
  expect(figures("capped")).toEqual(figures("first"));
  expect(readFileSync(space.path("capped/outcomes.jsonl"), "utf8").trim().split("\n")).toHaveLength(
    2 * RECORDS,
  );
});
