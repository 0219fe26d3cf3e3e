import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Metrics } from "../../src/core/metrics.ts";
import type { JsonObject } from "../../src/core/json.ts";
import {
  aLiveWorkspace,
  liveArgs,
  supportAnswers,
  supportDataset,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { routeproofBeside, type Finished } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

let server: WireServer;
let space: LiveWorkspace;
let live: Finished;

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers(), latencyMs: 2 });
  space = aLiveWorkspace(server);
  live = await run(
    "live",
    "--provider=live",
    "--max-spend=20",
    `--record=${space.path("recordings")}`,
  );
}, 120_000);

afterAll(async () => {
  await server.close();
  space.remove();
});

function run(out: string, ...more: readonly string[]): Promise<Finished> {
  return routeproofBeside(
    [
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${space.path("big.yaml")}`,
      `--candidate=${space.path("mixed.yaml")}`,
      `--out=${space.path(out)}`,
      "--as-of=2026-11-25",
      ...more,
    ],
    { env: testKeys },
  );
}

const models = { big: "big-model", fast: "fast-model", spare: "spare-model" } as const;

function servedBy(candidate: "all_big" | "mixed"): Readonly<Record<string, Metrics>> {
  return space.comparison("live").policies[candidate]?.served_routes ?? {};
}

test("a live run over three wires ends with a verdict", () => {
  expect(live.stderr).toContain("exit 0: promote");
  expect(live.code).toBe(0);
});

test("what two policies both ask for is called once", () => {
  const { spend } = space.manifest("live");
  expect(server.count()).toBe(spend?.sent);
  const calls = Object.values(models).reduce(
    (sum, model) => sum + server.served.of(model).answers,
    0,
  );
  expect(calls).toBe(spend?.sent);
  expect(server.served.of(models.big).answers).toBe(240);
});

test("tokens by kind are what the server counted for each model", () => {
  const mixed = servedBy("mixed");
  for (const route of ["fast", "spare"] as const) {
    const counted = server.served.of(models[route]);
    expect(mixed[route]?.tokens).toMatchObject({
      input_uncached: counted.inputTokens - counted.cacheReadTokens - counted.cacheWriteTokens,
      input_cache_read: counted.cacheReadTokens,
      input_cache_write: counted.cacheWriteTokens,
      output: counted.outputTokens,
      output_reasoning: counted.reasoningTokens,
      unknown_attempts: 0,
    });
    expect(mixed[route]?.attempts).toBe(counted.answers);
  }
  expect(servedBy("all_big")["big"]?.tokens.output).toBe(server.served.of(models.big).outputTokens);
});

test("the cost of a route is its tokens at its prices, each call rounded once", () => {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, answers } =
    server.served.of(models.big);
  const uncached = inputTokens - cacheReadTokens - cacheWriteTokens;
  const usd =
    (uncached * 1.25 + cacheReadTokens * 0.125 + cacheWriteTokens * 1.5 + outputTokens * 10) / 1e6;
  const total = servedBy("all_big")["big"]?.cost.total_usd ?? Number.NaN;
  expect(Math.abs(total - usd)).toBeLessThanOrEqual(answers * 0.5e-9 + 1e-12);
});

test("what was paid is what the calls that were sent cost, shared ones once", () => {
  const { all_big: big, mixed } = space.comparison("live").policies;
  const shared = mixed?.served_routes["big"]?.cost.total_usd ?? Number.NaN;
  const charged = (big?.overall.cost.total_usd ?? 0) + (mixed?.overall.cost.total_usd ?? 0);
  expect(space.manifest("live").spend?.usd).toBeCloseTo(charged - shared, 9);
});

test("each sent call has a start before and a finish after it in attempts.jsonl", () => {
  const events = space.lines("live", "attempts.jsonl").map(({ event }) => event);
  expect(events.filter((event) => event === "start")).toHaveLength(server.count());
  expect(events.filter((event) => event === "finish")).toHaveLength(server.count());
});

test("from the recordings the same run costs nothing, and twice gives the same bytes", async () => {
  const before = server.count();
  const recordings = `--recordings=${space.path("recordings")}`;
  const first = await run("again", recordings);
  const second = await run("again-2", recordings, "--concurrency=3");
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(server.count()).toBe(before);
  const bytes = (name: string): string =>
    readFileSync(space.path(join(name, "comparison.json")), "utf8");
  expect(bytes("again-2")).toBe(bytes("again"));
  expect(bytes("again")).toBe(bytes("live"));
});

test("no key is in any file or output, in any form", () => {
  const forms = Object.values(testKeys).flatMap((key) => [
    key,
    Buffer.from(key).toString("base64").replace(/=+$/, ""),
    encodeURIComponent(key),
  ]);
  const files = readdirSync(space.folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(space.folder, name))
    .filter((name) => /\.\w+$/.test(name))
    .map((name) => readFileSync(name, "utf8"));
  expect(files.length).toBeGreaterThan(15);
  for (const form of forms) {
    for (const text of [...files, live.stdout, live.stderr]) expect(text).not.toContain(form);
  }
});

test("show tells where an answer comes from, and what its wire said", async () => {
  const shown = await routeproofBeside(["show", space.path("again"), "st-0001"]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain("big-model");
});

test("a live run without a cap is refused before anything is called", async () => {
  const before = server.count();
  const refused = await run("uncapped", "--provider=live");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("--max-spend");
  expect(server.count()).toBe(before);
});

test("missing keys are named, all of them, and never shown", async () => {
  const refused = await routeproofBeside(
    [
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${space.path("big.yaml")}`,
      `--candidate=${space.path("mixed.yaml")}`,
      `--out=${space.path("keyless")}`,
      "--provider=live",
      "--max-spend=1",
    ],
    { env: { TEST_GOOGLE_KEY: testKeys.TEST_GOOGLE_KEY } },
  );
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("TEST_OPENAI_KEY is not set (big)");
  expect(refused.stderr).toContain("TEST_ANTHROPIC_KEY is not set (spare)");
});

test("at its spend cap a run stops with exit 4 and goes on under a new one", async () => {
  const before = server.count();
  const stopped = await run("capped", "--provider=live", "--max-spend=0.05", "--concurrency=50");
  expect(stopped.code).toBe(4);
  expect(stopped.stderr).toContain("--resume");
  const paid = space.manifest("capped").spend;
  expect(paid?.usd).toBeLessThanOrEqual(0.05);
  expect(paid?.sent).toBe(server.count() - before);
  const done = await routeproofBeside(
    ["run", `--resume=${space.path("capped")}`, "--max-spend=20"],
    {
      env: testKeys,
    },
  );
  expect(done.code).toBe(0);
  const again = space.manifest("capped").spend;
  expect(again?.sent).toBe(server.count() - before);
  // Nothing was paid twice: every record once, and once more where the candidate goes elsewhere.
  const elsewhere = readFileSync(supportDataset.replace(".dataset.yaml", ".jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly risk: string; readonly plan: string })
    .filter(({ risk, plan }) => risk === "low" || plan === "plus");
  expect(again?.sent).toBe(240 + elsewhere.length);
  // Each policy is charged for what both asked alike; it was paid for once.
  const { comparisons, policies } = space.comparison("capped");
  expect(comparisons[0]?.shared_calls).toBe(240 - elsewhere.length);
  const lines = space.lines("capped", "outcomes.jsonl");
  const shared = lines.filter((line) => JSON.stringify(line).includes('"source":"shared"'));
  expect(shared).toHaveLength(240 - elsewhere.length);
  const costOf = (line: JsonObject): number =>
    (line["attempts"] as readonly { readonly cost_usd: number }[]).reduce(
      (sum, { cost_usd: usd }) => sum + usd,
      0,
    );
  const charged = Object.values(policies).reduce((sum, one) => sum + one.overall.cost.total_usd, 0);
  const paidOnce = shared.reduce((sum, line) => sum + costOf(line), 0);
  expect(paidOnce).toBeGreaterThan(0);
  expect(again?.usd).toBeCloseTo(charged - paidOnce, 9);
});

test("a provider that refuses its key is asked once, and the run says so", async () => {
  const refusing = aLiveWorkspace(server, { fast: "401" });
  const before = server.count("401");
  const done = await routeproofBeside(
    [
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${refusing.path("big.yaml")}`,
      `--candidate=${refusing.path("mixed.yaml")}`,
      `--out=${refusing.path("refused")}`,
      "--provider=live",
      "--max-spend=20",
      "--concurrency=1",
    ],
    { env: testKeys },
  );
  expect(done.code).toBe(3);
  expect(server.count("401") - before).toBe(1);
  const mixed = refusing.comparison("refused").policies["mixed"];
  expect(mixed?.routes["spare"]?.acceptance_rate.value).toBeGreaterThan(0.7);
  refusing.remove();
});

test("a journal line of a live attempt holds what its wire said", () => {
  const [line] = space.lines("live", "outcomes.jsonl");
  const attempts = (line?.["attempts"] ?? []) as readonly JsonObject[];
  expect(attempts[0]?.["evidence"]).toMatchObject({
    http_status: 200,
    raw_usage: expect.anything(),
  });
});

test("keys, prices and the folder are said together, before anything is called", async () => {
  const before = server.count();
  const registry = readFileSync(space.path("registry.yaml"), "utf8").replace(
    /^ {4}price: .*$/gm,
    "",
  );
  space.write("unpriced.yaml", registry);
  space.write("in-the-way", "a file");
  const refused = await routeproofBeside([
    ...liveArgs(space, "in-the-way"),
    `--registry=${space.path("unpriced.yaml")}`,
    "--max-spend=1",
  ]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("TEST_OPENAI_KEY is not set (big)");
  expect(refused.stderr).toContain('no spend cap can hold route "big": it has no price');
  expect(refused.stderr).toContain("a file is in the way");
  expect(server.count()).toBe(before);
});
