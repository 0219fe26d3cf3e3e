import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aFinanceRun, type FinanceRun } from "../support/finance-workspace.ts";
import {
  aLiveWorkspace,
  supportAnswers,
  supportDataset,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { routeproof, routeproofBeside, type Finished } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

let kept: FinanceRun;
let server: WireServer;
let space: LiveWorkspace;

beforeAll(async () => {
  kept = aFinanceRun();
  server = await startWireServer({ answer: supportAnswers(), latencyMs: 2 });
  space = aLiveWorkspace(server);
  await routeproofBeside(
    [
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${space.path("big.yaml")}`,
      `--candidate=${space.path("mixed.yaml")}`,
      `--out=${space.path("live")}`,
      "--provider=live",
      "--max-spend=20",
      "--limit=60",
    ],
    { env: testKeys },
  );
}, 180_000);

afterAll(async () => {
  kept.remove();
  await server.close();
  space.remove();
});

const startS = () => Math.floor(Date.parse(`${day()}T00:00:00Z`) / 1000);
const DAY_S = 86_400;

/** The day on which the run's first call was sent. */
function day(): string {
  const [first] = space.lines("live", "attempts.jsonl");
  const at = first?.["at"];
  return typeof at === "string" ? at.slice(0, 10) : "";
}

/** What the server counted for the model on the OpenAI wire, as OpenAI's usage export shows it. */
function openaiExport(inflate = 1, hasMore = false): string {
  const counted = server.served.of("big-model");
  const result = {
    object: "organization.usage.completions.result",
    input_tokens: counted.inputTokens,
    input_cached_tokens: counted.cacheReadTokens,
    input_cache_write_tokens: counted.cacheWriteTokens,
    output_tokens: Math.round(counted.outputTokens * inflate),
    num_model_requests: counted.answers,
    model: "big-model",
    batch: false,
  };
  const bucket = { object: "bucket", start_time: startS(), end_time: startS() + DAY_S };
  const data = [{ ...bucket, results: [result] }];
  return JSON.stringify({ object: "page", data, has_more: hasMore, next_page: null });
}

function reconcileLive(text: string, ...more: readonly string[]): Finished {
  const file = space.write("usage.json", text);
  return routeproof(["reconcile", space.path("live"), "--invoice", file, ...more], {
    env: testKeys,
  });
}

test("a live run agrees with what the server counted, to the token", () => {
  const done = reconcileLive(openaiExport(), "--tolerance=0");
  expect(done.stdout).toContain("reconciled: calls that the run sent against the invoice");
  expect(done.stdout).toContain("calls to other providers are left out: ");
  expect(done.stderr).toBe("exit 0: everything is explained within the tolerance\n");
  expect(done.code).toBe(0);
});

test("an inflated export is exit 100, and the row says by how much", () => {
  const done = reconcileLive(openaiExport(1.05), "--json");
  expect(done.code).toBe(100);
  const found = JSON.parse(done.stdout) as {
    readonly status: string;
    readonly rows: readonly {
      readonly measure: string;
      readonly model: string;
      readonly unexplained: string;
    }[];
  };
  expect(found.status).toBe("over");
  const wrong = found.rows.filter(({ unexplained }) => unexplained !== "0");
  const { outputTokens } = server.served.of("big-model");
  expect(wrong).toMatchObject([
    {
      measure: "output_tokens",
      // The invoice names the model without its snapshot's day.
      model: "big-model-2026-09-01",
      unexplained: String(Math.round(outputTokens * 1.05) - outputTokens),
    },
  ]);
});

test("an export with pages that are missing is exit 2 and says what to do", () => {
  const done = reconcileLive(openaiExport(1, true));
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("is incomplete: its last page says that there is more (has_more)");
});

test("another day's export has nothing in common: exit 101", () => {
  const done = reconcileLive(
    openaiExport()
      .replaceAll(String(startS()), String(startS() - 9 * DAY_S))
      .replaceAll(String(startS() + DAY_S), String(startS() - 8 * DAY_S)),
  );
  expect(done.stdout).toContain("nothing to reconcile");
  expect(done.code).toBe(101);
});

test("a live run's calls stand in the hour in which they were sent", () => {
  const args = ["report", space.path("live"), "--format=focus", "--billing-account=4711"];
  const done = routeproof(args, { env: testKeys });
  expect(done.stderr).toBe("");
  const focus = readFileSync(space.path("live/focus.csv"), "utf8");
  expect(focus).toContain(`,${day()}T`);
  for (const key of Object.values(testKeys)) expect(focus).not.toContain(key);
});

test("a run's own FOCUS export reconciles with it to nothing, policy by policy", () => {
  const run = kept.path("run");
  expect(routeproof(["report", run, "--format=focus", "--billing-account=a"]).code).toBe(0);
  for (const policy of ["prod", "mixed"]) {
    const sheet = kept.path(`${policy}.csv`);
    const done = routeproof([
      "reconcile",
      run,
      `--invoice=${kept.path("run/focus.csv")}`,
      `--policy=${policy}`,
      "--tolerance=0",
      `--out=${sheet}`,
      "--json",
    ]);
    const found = JSON.parse(done.stdout) as {
      readonly rows: readonly { readonly measure: string; readonly difference: string }[];
    };
    const money = found.rows.filter(({ measure }) => measure === "usd");
    expect(money.length).toBeGreaterThan(0);
    expect(money.filter(({ difference }) => difference !== "0")).toEqual([]);
    expect(readFileSync(sheet, "utf8")).toMatch(/^day,model,measure,ours,theirs,difference,/);
    if (policy === "prod") expect(done.code).toBe(0);
  }
});

test("what is typed wrong is exit 2 with what to type instead", () => {
  const run = kept.path("run");
  const invoice = kept.path("empty.csv");
  writeFileSync(invoice, "a,b\n");
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["report", run, "--format=focus"], "--format focus needs --billing-account ID"],
    [["report", run, "--format=md,focus"], "--format focus stands by itself"],
    [["report", run, "--excel"], "--excel goes with --format focus"],
    [["report", run, "--focus-version=1.2"], "--focus-version goes with --format focus"],
    [
      ["report", run, "--format=focus", "--billing-account=a", "--focus-version=1.3"],
      "--focus-version must be one of 1.4, 1.2",
    ],
    [
      ["report", run, "--format=focus", "--billing-account=a", "--print"],
      "--print does not go with --format focus",
    ],
    [
      ["report", run, "--monthly-requests=0"],
      "--monthly-requests must be a whole number of 1 or more",
    ],
    [["reconcile", run], "--invoice is missing"],
    [
      ["reconcile", run, `--invoice=${invoice}`, "--policy=prod"],
      "is no FOCUS export: lacks BilledCost",
    ],
    [["reconcile", run, `--invoice=${invoice}`, "--policy=nobody"], ""],
    [
      ["reconcile", run, `--invoice=${invoice}`, "--tolerance=2"],
      "--tolerance must be a number from 0 to 1",
    ],
    [
      ["reconcile", run, `--invoice=${invoice}`, "--provider=acme"],
      "--provider must be one of openai",
    ],
  ];
  for (const [args, message] of cases) {
    const done = routeproof(args);
    expect({ args, code: done.code }).toEqual({ args, code: 2 });
    expect(done.stderr).toContain(message);
  }
});

test("who pays stands in the data: a changed dataset is refused and named", () => {
  const data = kept.path("table.jsonl");
  const before = readFileSync(data, "utf8");
  writeFileSync(data, before.replace("plain", "other"));
  const done = routeproof(["report", kept.path("run"), "--format=focus", "--billing-account=a"]);
  writeFileSync(data, before);
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("changed since it ran: ");
  expect(done.stderr).toContain("table.jsonl");
});

test("a bill that does not add up to the report is refused, and nothing is written", () => {
  const file = kept.path("run/comparison.json");
  const before = readFileSync(file, "utf8");
  const { total_usd: usd } = kept.comparison.policies["prod"]!.overall.cost;
  writeFileSync(file, before.replaceAll(`"total_usd": ${usd},`, `"total_usd": ${usd + 1e-9},`));
  const done = routeproof(["report", kept.path("run"), "--format=focus", "--billing-account=a"]);
  writeFileSync(file, before);
  expect(done.code).toBe(5);
  expect(done.stderr).toMatch(/the calls of "prod" add up to \$0\.0\d+, the report says \$0\.0\d+/);
});
