import { describe, expect, test } from "vitest";
import type { DrillReport } from "../../../src/core/drill-report.ts";
import { readPolicy } from "../../../src/policies/read-policy.ts";
import { readRegistry } from "../../../src/policies/read-registry.ts";
import { drillPolicy } from "../../../src/run/drills/drill.ts";
import { drillPolicies } from "../../../src/run/drills/drill-policies.ts";
import { createRedaction } from "../../../src/run/redaction.ts";
import { differencesIn } from "../../support/drilled-documents.ts";
import { PolicyFiles } from "../policies/policy-files.ts";

/** Three routes at $1.25, $3.50 and $5 a million blended tokens; nobody knows the last one’s. */
const registry = `routes:
  cheap: {provider: openai, model: gpt-5-mini, price: {input_per_mtok_usd: 1, output_per_mtok_usd: 2}}
  fair: {provider: openai, model: gpt-5, price: {input_per_mtok_usd: 2, output_per_mtok_usd: 8}}
  dear: {provider: anthropic, model: claude-haiku-4-5, price: {input_per_mtok_usd: 4, output_per_mtok_usd: 8}}
  trial: {provider: openai, model: no-such-model, lifecycle: experimental}
`;

const table = `task: kind
quality:
  overall:
    cheap: {n: 100, quality: 0.7}
    fair: {n: 100, quality: 0.8}
    dear: {n: 100, quality: 0.9}
  tasks:
    easy:
      cheap: {n: 50, quality: 0.95}
      fair: {n: 50, quality: 0.9}
`;

async function drilledWith(selection: string, routes = registry, more = ""): Promise<DrillReport> {
  using files = new PolicyFiles();
  files.write("quality.yaml", table);
  files.write("registry.yaml", routes);
  const file = files.write(
    "p.yaml",
    `policy_name: p\nregistry: registry.yaml\nroute_selection: {${selection}}\n${more}\n`,
  );
  const loaded = await readPolicy(file);
  const read = routes === "" ? undefined : (await readRegistry(loaded.registryFile ?? "")).registry;
  return drillPolicy(loaded, read, { seed: 1, asOfMs: Date.UTC(2026, 10, 25) });
}

function succession({ rows }: DrillReport): readonly string[] {
  return rows
    .filter(({ id }) => id.endsWith("the routes that follow"))
    .map(({ promised, status }) => `${status} ${promised}`);
}

function firstRoute({ rows }: DrillReport): string | undefined {
  return rows.find(({ kind }) => kind === "primary")?.promised;
}

describe("a scored policy", () => {
  const scored = (rest: string) => `strategy: scored, scored: {quality_table: quality.yaml${rest}}`;

  test("R10: that leaves out its routes is drilled over those of the registry", async () => {
    const report = await drilledWith(scored(""));
    expect(differencesIn(report)).toEqual([]);
    // An experimental route takes part only where a list names it.
    expect(firstRoute(report)).toBe(
      "a request goes to cheap or fair or dear, and its answer is taken",
    );
    expect(succession(report)).toEqual([
      "pass cheap or fair or dear is called after transient errors",
    ]);
    expect(report.rows.map(({ seen }) => seen).filter((seen) => /undefined/.test(seen))).toEqual(
      [],
    );
  });

  test.each([
    [", price_tier: low", "cheap"],
    [", price_tier: middle", "fair"],
    [", price_tier: high", "dear"],
    [", allowed_models: [gpt-5]", "fair"],
  ])("R10: narrowed by {%s} is drilled over what is left", async (rest, left) => {
    const report = await drilledWith(scored(rest));
    expect(differencesIn(report)).toEqual([]);
    expect(firstRoute(report)).toBe(`a request goes to ${left}, and its answer is taken`);
    expect(succession(report)).toEqual([]);
  });

  test("R10: has its price tiers by the catalog where the registry has no prices", async () => {
    const unpriced = registry.replaceAll(/, price: \{[^}]*\}/g, "");
    const report = await drilledWith(scored(", price_tier: low"), unpriced);
    expect(differencesIn(report)).toEqual([]);
  });

  test("R10: is drilled without a registry, over routes that stand in", async () => {
    const report = await drilledWith(scored(", price_tier: low, allowed_models: [gpt-5]"), "");
    expect(differencesIn(report)).toEqual([]);
    expect(report.standIns[0]).toBe(
      "drill_primary and drill_backup stand in for the pool that the policy does not name",
    );
  });

  test("R10: without any route is refused where its pool stands", async () => {
    using files = new PolicyFiles();
    files.write("quality.yaml", table);
    files.write("registry.yaml", registry);
    const file = files.write(
      "p.yaml",
      "policy_name: p\nregistry: registry.yaml\nroute_selection:\n  strategy: scored\n" +
        "  scored: {quality_table: quality.yaml, allowed_models: [other]}\n",
    );
    const flags = { policy: [file], asOf: "2026-11-25" };
    const world = { env: () => undefined, redaction: createRedaction() };
    await expect(drillPolicies(flags, world)).rejects.toMatchObject({
      problems: [{ line: 5, message: expect.stringMatching(/^leaves no route to choose from/) }],
    });
  });
});

describe("a cost-aware policy", () => {
  const costAware = (rest: string) =>
    `strategy: cost_aware, cost_aware: {routes: [cheap, fair, dear], quality_table: quality.yaml, ${rest}}`;

  test("R6: of which one route alone is good enough promises nobody after it", async () => {
    const report = await drilledWith(costAware("floor: 0.85"));
    expect(differencesIn(report)).toEqual([]);
    expect(succession(report)).toEqual([]);
  });

  test("R6: is drilled at a task at which more than one is", async () => {
    const report = await drilledWith(costAware("task: tags.kind, floor: 0.85, otherwise: fair"));
    expect(differencesIn(report)).toEqual([]);
    expect(succession(report)).toHaveLength(1);
  });

  test("R6: with a route that takes no part is not rolled back to it", async () => {
    const text = costAware("floor: 0.6").replace("[cheap,", "[trial, cheap,");
    expect(differencesIn(await drilledWith(text))).toEqual([]);
  });
});

describe("what a document says against routes that follow of themselves wins", () => {
  const strategies = [
    "strategy: priority, priority: {routes: [cheap, fair, dear]}",
    "strategy: scored, scored: {quality_table: quality.yaml}",
    "strategy: cost_aware, cost_aware: {routes: [cheap, fair, dear], quality_table: quality.yaml, floor: 0.6}",
  ];
  const against = [
    "workflow: {name: w, risk_class: high}",
    "fallback: {max_attempts: 1}",
    "fallback: {allowed_fallbacks: [trial]}",
    "fallback: {blocked_fallbacks: [cheap, fair, dear]}",
    "fallback: {stop_and_queue: [transient_error]}",
    "fallback: {stop_without_fallback: [transient_error]}",
  ];
  test.each(
    strategies.flatMap((strategy) =>
      against.map((line) => [strategy.slice(10, 17), line, strategy]),
    ),
  )("%s with %s", async (_name, line, strategy) => {
    const report = await drilledWith(strategy, registry, line);
    expect(differencesIn(report).filter((row) => row.startsWith("fail"))).toEqual([]);
    expect(succession(report)).toEqual([]);
  });

  test.each(strategies)("and {%s} alone promises them", async (strategy) => {
    expect(succession(await drilledWith(strategy))).toHaveLength(1);
  });
});

test("backups stand behind the routes that were compared", async () => {
  const fallback =
    "fallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [spare]}";
  const costAware =
    "strategy: cost_aware, cost_aware: {routes: [cheap, fair], quality_table: quality.yaml, floor: 0.6}";
  const scored =
    "strategy: scored, scored: {quality_table: quality.yaml, routes: [cheap, fair, dear]}";
  for (const strategy of [costAware, scored]) {
    expect(differencesIn(await drilledWith(strategy, registry, fallback))).toEqual([]);
  }
});
