import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { assert, describe, expect, test } from "vitest";
import { compare } from "../../../src/comparison/compare.ts";
import { createCollector } from "../../../src/comparison/collector.ts";
import type { KnownGrade } from "../../../src/comparison/known-grade.ts";
import type { Comparison } from "../../../src/core/comparison.ts";
import type { Metrics } from "../../../src/core/metrics.ts";
import { roundHalfEven } from "../../../src/core/money.ts";
import { aDataset, aRecord } from "./a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";
import { aGate, aPolicyWithGates } from "./a-policy.ts";

const data = resolve(import.meta.dirname, "../../../../shared/data");
const isThere = existsSync(data);
if (!isThere) process.stderr.write("skipped: the shared data is not beside the checkout\n");

interface Row {
  readonly accepted: boolean;
  readonly latencyMs: number;
  readonly costNanoUsd: number;
  readonly parsedCall: boolean;
}
interface Task {
  readonly category: string;
  readonly rows: Map<string, Row>;
}
interface Expected {
  readonly records: number;
  readonly accepted: number;
  readonly acceptance_rate: Record<"value" | "lower" | "upper" | "n", number>;
  readonly accuracy: number;
  readonly cost: Record<"total_usd" | "per_request_usd" | "per_accepted_usd", number>;
  readonly latency: Record<"p50_ms" | "p95_ms" | "p99_ms", number>;
}

const BASELINE = "gpt-4o-2024-08-06-FC";
const CANDIDATE = "gpt-4o-mini-2024-07-18-FC";
const ROUTES = [BASELINE, CANDIDATE, "gpt-3.5-turbo-0125-FC", "claude-3-5-sonnet-20240620-FC"];
const CASCADE = "cascade";
const EXPECTED_CASCADE =
  "cascade: gpt-4o-mini, then gpt-4o where a call is required (category is not relevance) and none was parsed";

describe.skipIf(!isThere)("1,700 function calls of four models", () => {
  const expected = isThere
    ? JSON.parse(readFileSync(resolve(data, "expected.json"), "utf8")).datasets.bfcl
    : undefined;

  function readTasks(): Map<string, Task> {
    const prices = expected.prices_usd_per_million as Record<
      string,
      { input: number; output: number }
    >;
    const tasks = new Map<string, Task>();
    const csv = readFileSync(resolve(data, "bfcl/outcomes.csv"));
    for (const row of parse(csv, { columns: true }) as Record<string, string>[]) {
      const id = row["record_id"] ?? "";
      const model = row["route"] ?? "";
      const task = tasks.get(id) ?? { category: row["category"] ?? "", rows: new Map() };
      const price = prices[model] ?? { input: Number.NaN, output: Number.NaN };
      tasks.set(id, task);
      task.rows.set(model, {
        accepted: /^(1|true)$/i.test(row["correct"] ?? ""),
        latencyMs: Number(row["latency_s"]) * 1000,
        costNanoUsd: roundHalfEven(
          Number(row["input_tokens"]) * price.input * 1000 +
            Number(row["output_tokens"]) * price.output * 1000,
        ),
        parsedCall: /^(1|true)$/i.test(row["parsed_call"] ?? ""),
      });
    }
    return tasks;
  }

  function fold(): Comparison {
    const tasks = [...readTasks().values()];
    const gates = aPolicyWithGates(
      aGate("acceptance_rate", "max_drop", 0.05),
      aGate("cost_per_accepted_usd", "max_ratio", 0.5),
      aGate("p95_complete_ms", "max_ratio", 1.1),
    );
    const keys = [...ROUTES, CASCADE];
    const collector = createCollector({
      records: tasks.length,
      repeats: 1,
      arms: keys.map((key) => ({ key, policy: gates })),
      graders: ["recorded"],
      tagNames: ["category"],
      routesKnown: ROUTES,
    });
    for (const [ordinal, { category, rows }] of tasks.entries()) {
      const known = ROUTES.map((route): KnownGrade | undefined => {
        const row = rows.get(route);
        return row && { ...row, score: row.accepted ? 1 : 0 };
      });
      collector.observe(aRecord(ordinal, { tags: { category } }), known);
      for (const [arm, key] of keys.entries()) {
        const first = key === CASCADE ? CANDIDATE : key;
        const row = rows.get(first);
        const escalates = key === CASCADE && category !== "relevance" && row?.parsedCall === false;
        const path = escalates ? [first, BASELINE] : [first];
        const last = rows.get(path.at(-1) ?? "");
        collector.add(
          anOutcome({
            ordinal,
            arm,
            route: first,
            attempts: path.map((route, index) =>
              anAttempt({
                index,
                kind: index === 0 ? "first" : "escalation",
                route,
                latencyMs: rows.get(route)?.latencyMs,
                costNanoUsd: rows.get(route)?.costNanoUsd,
              }),
            ),
            grade: last?.accepted === true ? anAcceptedGrade : aRefusedGrade,
          }),
        );
      }
    }
    return compare(collector, { dataset: aDataset, seed: 7 });
  }

  type Found = Pick<Metrics, "records" | "accepted" | "acceptance_rate" | "accuracy"> & {
    readonly cost: Pick<Metrics["cost"], "total_usd" | "per_request_usd" | "per_accepted_usd">;
    readonly latency?: Metrics["latency"];
  };

  function expectFigures(found: Found | undefined, wanted: Expected): void {
    assert(found !== undefined);
    const relative = (value: number | null | undefined, target: number) =>
      expect(Math.abs((value ?? Number.NaN) / target - 1)).toBeLessThan(1e-9);
    expect(found.records).toBe(wanted.records);
    expect(found.accepted).toBe(wanted.accepted);
    expect(found.acceptance_rate.n).toBe(wanted.acceptance_rate.n);
    expect(found.acceptance_rate.value).toBeCloseTo(wanted.acceptance_rate.value, 12);
    expect(found.acceptance_rate.lower).toBeCloseTo(wanted.acceptance_rate.lower, 9);
    expect(found.acceptance_rate.upper).toBeCloseTo(wanted.acceptance_rate.upper, 9);
    expect(found.accuracy.value).toBeCloseTo(wanted.accuracy, 12);
    relative(found.cost.total_usd, wanted.cost.total_usd);
    relative(found.cost.per_request_usd, wanted.cost.per_request_usd);
    relative(found.cost.per_accepted_usd.value, wanted.cost.per_accepted_usd);
    expect(found.latency?.p50_ms.value).toBe(wanted.latency.p50_ms);
    expect(found.latency?.p95_ms.value).toBe(wanted.latency.p95_ms);
    expect(found.latency?.p99_ms.value).toBe(wanted.latency.p99_ms);
  }

  const found = isThere ? fold() : undefined;
  const policy = (key: string) => {
    const metrics = found?.policies[key];
    assert(metrics !== undefined);
    return metrics;
  };

  test("every policy's figures are those of an independent program", () => {
    expect(found?.policies).toBeDefined();
    for (const route of ROUTES) {
      expectFigures(policy(route).overall, expected.policies[route]);
      expectFigures(found?.references.single_routes?.[route], expected.policies[route]);
      for (const [category, wanted] of Object.entries(expected.categories[route])) {
        expectFigures(policy(route).segments["category"]?.[category], wanted as Expected);
      }
    }
  });

  test("the cascade sums what both its routes took, and escalates 75 times", () => {
    const wanted = expected.policies[EXPECTED_CASCADE];
    expectFigures(policy(CASCADE).overall, wanted);
    expect(policy(CASCADE).overall.escalation_rate.value).toBeCloseTo(75 / 1700, 12);
    expect(policy(CASCADE).overall.fallback_rate.value).toBe(0);
  });

  test("the oracle takes the cheapest accepted route, else the cheapest", () => {
    expect(found?.references.oracle?.records).toBe(1700);
    const name = "oracle over the four routes: cheapest accepted, else cheapest";
    expectFigures(found?.references.oracle, expected.policies[name]);
  });

  test("mini against 4o is rejected, and latency is the headline", () => {
    const mini = found?.comparisons.find(({ candidate }) => candidate === CANDIDATE);
    const wanted = expected.mini_against_4o;
    expect(mini?.pairs).toBe(wanted.pairs);
    expect(mini?.discordant.baseline_only).toBe(wanted.baseline_only);
    expect(mini?.discordant.candidate_only).toBe(wanted.candidate_only);
    expect(mini?.acceptance_rate_difference.value).toBeCloseTo(
      wanted.acceptance_rate_difference,
      12,
    );
    expect((mini?.mcnemar_exact_p ?? 0) / wanted.mcnemar_exact_p).toBeCloseTo(1, 9);
    expect(mini?.gates.map(({ status }) => status)).toEqual(["pass", "pass", "fail"]);
    expect(mini?.verdict.decision).toBe("reject");
    expect(mini?.verdict.reasons[0]).toMatch(
      /^p95_complete_ms rose to 1\.626 times the baseline's \(at least 1\.\d+ with 95 % confidence; limit 1\.1\)$/,
    );
  });

  test("route accuracy, over- and under-routing share out every decision", () => {
    for (const route of ROUTES) {
      const { overall } = policy(route);
      const parts = [overall.route_accuracy, overall.over_routed_rate, overall.under_routed_rate];
      expect(parts.reduce((sum, part) => sum + (part?.value ?? Number.NaN), 0)).toBeCloseTo(1, 12);
      const oracle = found?.references.oracle?.cost.total_usd ?? Number.NaN;
      expect(overall.regret_usd).toBeCloseTo(overall.cost.total_usd - oracle, 12);
    }
  });
});
