import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import type { Estimate } from "../../src/core/estimate.ts";
import type { Metrics, ReferenceMetrics } from "../../src/core/metrics.ts";
import {
  arenaRoutes,
  arenaTable,
  bfclRoutes as names,
  bfclTable,
  gsm8kTable,
  usualGates,
} from "../support/real-tables.ts";
import { routeproof, type Finished } from "../support/routeproof.ts";
import { hasSharedData, sharedData } from "../support/shared-data.ts";

interface ExpectedEstimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
}

interface ExpectedMetrics {
  readonly records: number;
  readonly accepted: number;
  readonly acceptance_rate: ExpectedEstimate;
  readonly accuracy?: number;
  readonly cost?: {
    readonly total_usd: number;
    readonly per_request_usd: number;
    readonly per_accepted_usd: number;
  };
  readonly latency?: { readonly p50_ms: number; readonly p95_ms: number; readonly p99_ms: number };
  readonly tokens?: { readonly input: number; readonly output: number };
  readonly segments?: Readonly<Record<string, ExpectedMetrics>>;
  readonly escalated?: number;
  readonly share_strong?: number;
}

interface ExpectedPair {
  readonly pairs: number;
  readonly baseline_only: number;
  readonly candidate_only: number;
  readonly acceptance_rate_difference: number;
  readonly mcnemar_exact_p: number;
}

interface ExpectedFile {
  readonly datasets: {
    readonly gsm8k: {
      readonly policies: Readonly<Record<string, ExpectedMetrics>>;
      readonly weak_against_strong: ExpectedPair;
    };
    readonly routerarena: {
      readonly policies: Readonly<Record<string, ExpectedMetrics>>;
      readonly gemini_against_claude: ExpectedPair;
    };
    readonly bfcl: {
      readonly policies: Readonly<Record<string, ExpectedMetrics>>;
      readonly mini_against_4o: ExpectedPair;
      readonly cascade_against_4o: ExpectedPair;
      readonly categories: Readonly<Record<string, Readonly<Record<string, ExpectedMetrics>>>>;
    };
  };
}

const expected = hasSharedData
  ? (JSON.parse(readFileSync(join(sharedData, "expected.json"), "utf8")) as ExpectedFile).datasets
  : undefined;

let folder = "";
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
interface Ran {
  readonly done: Finished;
  readonly comparison: Comparison;
  readonly report: string;
}

function run(out: string, dataset: string, baseline: string, candidates: readonly string[]): Ran {
  const args = ["--dataset", dataset, "--baseline", baseline, "--out", join(folder, out)];
  const others = candidates.flatMap((path) => ["--candidate", path]);
  const done = routeproof(["run", ...args, ...others, "--format=json,md"]);
  expect(done.stderr).not.toContain("error");
  const read = (name: string): string => readFileSync(join(folder, out, name), "utf8");
  return {
    done,
    comparison: JSON.parse(read("comparison.json")) as Comparison,
    report: read("report.md"),
  };
}

const relative = (actual: number | null, wanted: number): void => {
  expect(Math.abs((actual ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted));
};

function meetsRate(actual: Estimate, wanted: ExpectedEstimate): void {
  expect(actual.n).toBe(wanted.n);
  expect(Math.abs((actual.value ?? Number.NaN) - wanted.value)).toBeLessThanOrEqual(1e-12);
  expect(Math.abs((actual.lower ?? Number.NaN) - wanted.lower)).toBeLessThanOrEqual(1e-9);
  expect(Math.abs((actual.upper ?? Number.NaN) - wanted.upper)).toBeLessThanOrEqual(1e-9);
}

function meets(actual: Metrics | ReferenceMetrics | undefined, wanted: ExpectedMetrics): void {
  if (actual === undefined) throw new Error("the comparison lacks these metrics");
  expect(actual.records).toBe(wanted.records);
  expect(actual.accepted).toBe(wanted.accepted);
  meetsRate(actual.acceptance_rate, wanted.acceptance_rate);
  if (wanted.accuracy !== undefined) {
    const accuracy = actual.accuracy.value ?? Number.NaN;
    expect(Math.abs(accuracy - wanted.accuracy)).toBeLessThanOrEqual(1e-12);
  }
  if (wanted.cost !== undefined) {
    relative(actual.cost.total_usd, wanted.cost.total_usd);
    relative(actual.cost.per_request_usd, wanted.cost.per_request_usd);
    relative(actual.cost.per_accepted_usd.value, wanted.cost.per_accepted_usd);
  }
  if (wanted.latency !== undefined) {
    expect({
      p50_ms: actual.latency?.p50_ms.value,
      p95_ms: actual.latency?.p95_ms.value,
      p99_ms: actual.latency?.p99_ms.value,
    }).toEqual(wanted.latency);
  }
  if (wanted.tokens !== undefined && "tokens" in actual) {
    expect(actual.tokens.input_uncached).toBe(wanted.tokens.input);
    expect(actual.tokens.output).toBe(wanted.tokens.output);
  }
}

function meetsPair(
  actual: Comparison["comparisons"][number] | undefined,
  wanted: ExpectedPair,
): void {
  expect(actual?.pairs).toBe(wanted.pairs);
  expect(actual?.discordant).toEqual({
    baseline_only: wanted.baseline_only,
    candidate_only: wanted.candidate_only,
  });
  const difference = actual?.acceptance_rate_difference.value ?? Number.NaN;
  expect(Math.abs(difference - wanted.acceptance_rate_difference)).toBeLessThanOrEqual(1e-12);
  relative(actual?.mcnemar_exact_p ?? null, wanted.mcnemar_exact_p);
}

describe.skipIf(expected === undefined)("real outcome tables", () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "routeproof-real-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("GSM8K: prompts of several lines, a wide table, a threshold on prompt length", () => {
    const table = gsm8kTable(folder);
    const byLength = table.policy(
      "by_length",
      `
  strategy: threshold
  threshold: {score: request.prompt_chars, at_least: 240, route: strong, otherwise: weak}`,
    );
    const { comparison, done } = run("gsm8k", table.dataset, table.pinned("strong"), [
      table.pinned("weak"),
      byLength,
    ]);
    const { policies, weak_against_strong } = expected!.gsm8k;
    meets(comparison.policies["weak"]?.overall, policies["weak"]!);
    meets(comparison.policies["strong"]?.overall, policies["strong"]!);
    const threshold = "strong when the prompt has 240 characters (UTF-16 units) or more";
    meets(comparison.policies["by_length"]?.overall, policies[threshold]!);
    const strong = comparison.policies["by_length"]?.routes["strong"]?.records ?? 0;
    expect(strong / 1319).toBe(policies[threshold]!.share_strong);
    meetsPair(comparison.comparisons[0], weak_against_strong);
    const { changed } = comparison.comparisons[0]!;
    expect(changed).toMatchObject({
      both: 747,
      baseline_only: 383,
      candidate_only: 95,
      neither: 1319 - 747 - 383 - 95,
    });
    expect(changed?.wins).toHaveLength(10);
    const lost = changed?.clusters.reduce((sum, { records }) => sum + records, 0);
    expect(lost).toBe(383);
    // Nothing was asked of them: without a gate there is no promotion.
    expect(done.code).toBe(101);
  });

  test("GSM8K without its contaminated prompts: 1,307 records remain", () => {
    const { pinned } = gsm8kTable(folder);
    const dataset = write(
      "clean.dataset.yaml",
      `dataset: gsm8k_clean
kind: outcomes
source: {path: ${sharedData}/routellm-gsm8k/gsm8k_responses.csv, format: csv}
record: {id: {row_number: true}, prompt: prompt}
exclude: [{path: ${sharedData}/routellm-gsm8k/contaminated_prompts.jsonl, field: eval_prompt, equals: prompt}]
outcomes:
  weak: {accepted: mistralai/Mixtral-8x7B-Instruct-v0.1}
  strong: {accepted: gpt-4-1106-preview}
`,
    );
    const { comparison } = run("clean", dataset, pinned("strong"), [pinned("weak")]);
    expect(comparison.dataset.records).toBe(1307);
    expect(comparison.dataset.excluded).toBe(12);
    // Published endpoints of the decontaminated set: 63.73 % and 85.77 %.
    const percent = (policy: string): string =>
      (100 * (comparison.policies[policy]?.overall.acceptance_rate.value ?? 0)).toFixed(2);
    expect([percent("weak"), percent("strong")]).toEqual(["63.73", "85.77"]);
  });

  test("RouterArena: two JSONL files joined, graded scores, a derived tag, tokens and cost", () => {
    const table = arenaTable(folder);
    const { claude, gemini } = arenaRoutes;
    const { comparison } = run("arena", table.dataset, table.pinned(claude), [
      table.pinned(gemini),
    ]);
    for (const model of [claude, gemini]) {
      const wanted = expected!.routerarena.policies[model]!;
      meets(comparison.policies[model]?.overall, wanted);
      for (const [task, segment] of Object.entries(wanted.segments ?? {})) {
        meets(comparison.policies[model]?.segments["task"]?.[task], segment);
      }
    }
    meetsPair(comparison.comparisons[0], expected!.routerarena.gemini_against_claude);
  });

  describe("BFCL", () => {
    let bfcl: Ran;

    beforeAll(() => {
      const { dataset, policy, pinned } = bfclTable(folder);
      const cascade = policy(
        "cascade",
        `
  strategy: cascade
  cascade:
    routes: [${names.mini}, ${names.large}]
    escalate_when: 'tags.category != "relevance" && !response.signals.parsed_call'`,
      );
      bfcl = run("bfcl", dataset, pinned(names.large), [
        pinned(names.mini, usualGates),
        cascade,
        pinned(names.turbo),
        pinned(names.sonnet),
      ]);
      // The verdict of one candidate alone is the exit code.
      const alone = run("bfcl-alone", dataset, pinned(names.large), [
        pinned(names.mini, usualGates),
      ]);
      bfcl = { ...bfcl, done: alone.done, report: alone.report };
    }, 60_000);

    test("each route alone, its latencies in milliseconds and its categories", () => {
      for (const name of Object.values(names)) {
        meets(bfcl.comparison.policies[name]?.overall, expected!.bfcl.policies[name]!);
        for (const [category, wanted] of Object.entries(expected!.bfcl.categories[name] ?? {})) {
          meets(bfcl.comparison.policies[name]?.segments["category"]?.[category], wanted);
        }
      }
      meetsPair(bfcl.comparison.comparisons[0], expected!.bfcl.mini_against_4o);
    });

    test("the cascade: 75 escalations, its acceptance, cost and p95", () => {
      const [, wanted] = Object.entries(expected!.bfcl.policies).find(([name]) =>
        name.startsWith("cascade"),
      )!;
      const cascade = bfcl.comparison.policies["cascade"]?.overall;
      meets(cascade, wanted);
      expect(Math.round((cascade?.escalation_rate.value ?? 0) * 1700)).toBe(wanted.escalated);
      expect(cascade?.fallback_rate.value).toBe(0);
      meetsPair(bfcl.comparison.comparisons[1], expected!.bfcl.cascade_against_4o);
    });

    test("each route's curve of latencies has the p95 of an independent calculation", () => {
      for (const name of Object.values(names)) {
        const { latency_curves: curves, failures, overall } = bfcl.comparison.policies[name]!;
        const at95 = curves?.complete?.points.find(([, share]) => share >= 0.95);
        expect(at95?.[0]).toBe(expected!.bfcl.policies[name]!.latency!.p95_ms);
        const failed = failures?.reduce((sum, { records }) => sum + records, 0);
        expect(failed).toBe(overall.records - overall.accepted);
      }
    });

    test("the oracle over the four routes is the reference", () => {
      const [, wanted] = Object.entries(expected!.bfcl.policies).find(([name]) =>
        name.startsWith("oracle"),
      )!;
      meets(bfcl.comparison.references.oracle, wanted);
    });

    test("a cheap candidate that is slower is rejected, and the first line says latency", () => {
      expect(bfcl.done.code).toBe(100);
      const [firstLine = ""] = bfcl.report.split("\n");
      expect(firstLine).toContain("REJECT");
      expect(firstLine).toContain("p95_complete_ms");
    });
  });
});
