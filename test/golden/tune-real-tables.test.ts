import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, assert, beforeAll, describe, expect, test } from "vitest";
import type { TuneReport } from "../../src/core/tune-report.ts";
import { routeproof } from "../support/routeproof.ts";
import { hasSharedData, sharedData } from "../support/shared-data.ts";

/** What `tune` makes of real tables, against figures of a plain Python script over the same files. */
describe.skipIf(!hasSharedData)("tune on real tables, in-sample", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "routeproof-tune-real-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  function tuned(policy: string, dataset: string, sweep: string): TuneReport {
    const args = ["--policy", policy, "--dataset", dataset, "--sweep", sweep, "--fit-share", "1"];
    const more = ["--objective", "acceptance", "--bootstrap", "0", "--json"];
    const done = routeproof(["tune", ...args, ...more]);
    assert(done.code === 0, done.stderr);
    return JSON.parse(done.stdout) as TuneReport;
  }

  test("RouterArena: a weak and dear route beside a strong and cheap one, by the prompt's length", () => {
    const [claude, gemini] = ["claude-3-haiku-20240307", "gemini-2.0-flash-001"];
    write(
      "arena-registry.yaml",
      `routes:
  ${claude}: {provider: anthropic, model: ${claude}}
  ${gemini}: {provider: google, model: ${gemini}}
`,
    );
    const dataset = write(
      "arena.dataset.yaml",
      `dataset: routerarena
kind: outcomes
source:
  path: [${sharedData}/routerarena/${claude}.jsonl, ${sharedData}/routerarena/${gemini}.jsonl]
  format: jsonl
record: {id: global_index, prompt: question}
outcome:
  route: llm_selected
  join: global_index
  score: evaluation_result.score
  cost_usd: evaluation_result.inference_cost
acceptance: {min_score: 0.5}
`,
    );
    const policy = write(
      "by-length.yaml",
      `policy_name: by_length
registry: arena-registry.yaml
route_selection:
  strategy: threshold
  threshold: {score: request.prompt_chars, at_least: 1000, route: ${gemini}, otherwise: ${claude}}
`,
    );
    const sweep = "route_selection.threshold.at_least=quantiles:10";
    const { frontier, settings, baselines } = tuned(policy, dataset, sweep);
    expect([frontier.weak, frontier.strong]).toEqual([claude, gemini]);
    expect(frontier.curve.map(({ acceptance_rate: rate }) => Number(rate.toFixed(4)))).toEqual([
      0.5179, 0.5488, 0.5587, 0.5637, 0.5933, 0.618, 0.6316, 0.6477, 0.6613, 0.6823, 0.691,
    ]);
    expect(frontier.apgr.value).toBeCloseTo(0.537634645947, 10);
    expect(frontier.cpt["20"].value).toBeCloseTo(13.766996291718, 8);
    expect(frontier.cpt["50"].value).toBeCloseTo(44.555006180469, 8);
    expect(frontier.cpt["80"].value).toBeCloseTo(76.334419597708, 8);
    expect(frontier.monotone).toBe(true);
    // The strong route is the cheap one: it alone is worth having, and the hull is flat.
    expect(frontier.aiq.value).toBeCloseTo(559 / 809, 12);
    expect(frontier.aiq_cost_range_usd).toEqual([4.749072929542646e-5, 0.0001759916563658838]);
    expect(settings.map(({ dominated_by: by }) => by)).toEqual([null, ...Array(10).fill(0)]);
    expect(baselines.oracle).toMatchObject({ accepted: 600, cost: { total_usd: 0.04344495 } });
  });

  test("BFCL: the routes alone, the best of them per category, the oracle, and a mix of two", () => {
    const [mini, large] = ["gpt-4o-mini-2024-07-18-FC", "gpt-4o-2024-08-06-FC"];
    const [turbo, sonnet] = ["gpt-3.5-turbo-0125-FC", "claude-3-5-sonnet-20240620-FC"];
    const route = (name: string, provider: string, input: number, output: number): string =>
      `  ${name}: {provider: ${provider}, model: ${name}, price: {input_per_mtok_usd: ${input}, output_per_mtok_usd: ${output}}}\n`;
    write(
      "bfcl-registry.yaml",
      `routes:\n${route(large!, "openai", 2.5, 10)}${route(mini!, "openai", 0.15, 0.6)}${route(turbo!, "openai", 0.5, 1.5)}${route(sonnet!, "anthropic", 3, 15)}`,
    );
    const dataset = write(
      "bfcl.dataset.yaml",
      `dataset: bfcl
kind: outcomes
source: {path: ${sharedData}/bfcl/outcomes.csv, format: csv}
record: {id: record_id, tags: {category: category}}
outcome:
  route: route
  join: record_id
  accepted: correct
  input_tokens: input_tokens
  output_tokens: output_tokens
  latency_s: latency_s
`,
    );
    const policy = write(
      "mix.yaml",
      `policy_name: mix
registry: bfcl-registry.yaml
route_selection:
  strategy: weighted
  weighted: {routes: {${mini}: 0.5, ${large}: 0.5}}
`,
    );
    const sweep = `route_selection.weighted.routes.${large}=0.001,0.2,0.5,1,5`;
    const { frontier, baselines } = tuned(policy, dataset, sweep);
    const alone = Object.entries(baselines.single).map(([name, { accepted }]) => [name, accepted]);
    expect(Object.fromEntries(alone)).toEqual({
      [large!]: 1455,
      [mini!]: 1405,
      [turbo!]: 1268,
      [sonnet!]: 1323,
    });
    expect(baselines.oracle).toMatchObject({ accepted: 1593, cost: { total_usd: 0.28703805 } });
    expect(baselines.best_per_category[0]).toMatchObject({
      by: "category",
      fit: { accepted: 1511, cost: { total_usd: 2.98442425 } },
    });
    // No setting calls one route alone: the curve's ends are the two routes themselves.
    expect(frontier.curve[0]?.strong_share).toBeGreaterThan(0);
    const points = [
      [0, 1405 / 1700],
      ...frontier.curve.map(({ strong_share: share, acceptance_rate: rate }) => [share, rate]),
      [1, 1455 / 1700],
    ] as const;
    const area = points.slice(1).reduce((sum, [share, rate], index) => {
      const [before, lower] = points[index]!;
      return sum + ((share! - before!) * (rate! + lower!)) / 2;
    }, 0);
    expect(frontier.apgr.value).toBeCloseTo((area - 1405 / 1700) / (50 / 1700), 9);
  });
});
