import { readFileSync, existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedData } from "../support/shared-data.ts";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const trace = resolve(sharedData, "azure-llm-trace/AzureLLMInferenceTrace_code.csv");

/** An hour of code completions: arrival, prompt and answer tokens, and nothing else. */
interface TraceRow {
  readonly arrivedAtMs: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
}

/** Read by hand: seven decimals of a second, UTC. */
function rowsOf(text: string): readonly TraceRow[] {
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const [at = "", prompt, answer] = line.split(",");
      const [second = "", fraction = "0"] = at.split(".");
      return {
        arrivedAtMs: Date.parse(`${second.replace(" ", "T")}Z`) + Number(`0.${fraction}`) * 1000,
        promptTokens: Number(prompt),
        answerTokens: Number(answer),
      };
    });
}

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 1 });
  work.write("registry.yaml", REGISTRY);
  for (const route of ["quick", "thorough"]) work.write(`${route}.yaml`, policyOf(route));
});

afterAll(() => work.remove());

function replayed(out: string): void {
  const done = routeproof([
    "run",
    `--dataset=${work.path("trace.dataset.yaml")}`,
    `--baseline=${work.path("thorough.yaml")}`,
    `--candidate=${work.path("quick.yaml")}`,
    "--provider=simulated",
    "--speed=1",
    "--concurrency=32",
    `--out=${work.path(out)}`,
  ]);
  expect(done.stderr).toContain("exit 101");
}

test.skipIf(!existsSync(trace))(
  "an hour of a real service, at its own pace on 32 slots: seconds, and the same bytes twice",
  () => {
    const rows = rowsOf(readFileSync(trace, "utf8"));
    writeFileSync(work.path("trace.dataset.yaml"), manifestOf(trace));
    replayed("one");
    replayed("two");
    const [one, two] = ["one", "two"].map((out) =>
      readFileSync(work.path(`${out}/comparison.json`), "utf8"),
    );
    expect(two).toBe(one);

    const { policies, pace } = work.comparison("one");
    expect(pace).toMatchObject({ speed: 1, slots: 32 });
    const startMs = Math.floor(rows[0]!.arrivedAtMs);
    for (const { overall, timeline } of Object.values(policies)) {
      expect(overall.records).toBe(rows.length);
      expect(overall.response_time?.unknown).toBe(0);
      const widthMs = timeline!.bucket_ms;
      expect(widthMs).toBe(60_000);
      const byMinute = new Map<number, number>();
      for (const { arrivedAtMs } of rows) {
        const fromMs = Math.floor((arrivedAtMs - startMs) / widthMs) * widthMs;
        byMinute.set(fromMs, (byMinute.get(fromMs) ?? 0) + 1);
      }
      const arrived = timeline!.buckets.filter((bucket) => (bucket.arrived ?? 0) > 0);
      expect(arrived.map(({ from_ms: fromMs, arrived: count }) => [fromMs, count])).toEqual(
        [...byMinute].toSorted(([left], [right]) => left - right),
      );
    }
    // What was logged is what is charged: the tokens of the file, and none of ours.
    const tokens = (read: (row: TraceRow) => number): number =>
      rows.reduce((sum, row) => sum + read(row), 0);
    expect(policies["quick"]?.overall.tokens).toMatchObject({
      input_uncached: tokens(({ promptTokens }) => promptTokens),
      output: tokens(({ answerTokens }) => answerTokens),
    });
  },
);

function manifestOf(path: string): string {
  return `dataset: azure-llm-trace
kind: log
source: {path: ${path}, format: csv}
record: {id: {row_number: true}, arrived_at: TIMESTAMP}
outcome: {input_tokens: ContextTokens, output_tokens: GeneratedTokens}
`;
}

const REGISTRY = `routes:
  quick:
    provider: openai
    model: quick-1
    price: {input_per_mtok_usd: 0.2, output_per_mtok_usd: 0.8}
    simulation: {latency: {p50_ms: 700, p95_ms: 2400}, accuracy: 0.9}
  thorough:
    provider: openai
    model: thorough-1
    price: {input_per_mtok_usd: 2, output_per_mtok_usd: 8}
    limits: {requests_per_minute: 500}
    simulation: {latency: {p50_ms: 1500, p95_ms: 6400}, accuracy: 1}
`;

function policyOf(route: string): string {
  return `policy_name: ${route}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
`;
}
