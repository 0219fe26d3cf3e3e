import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, assert, beforeAll, describe, expect, test } from "vitest";
import type { TuneReport } from "../../src/core/tune-report.ts";
import { routeproof } from "../support/routeproof.ts";
import { hasSharedData, sharedData } from "../support/shared-data.ts";

/**
 * RouteLLM's own evaluation (lm-sys/RouteLLM, benchmarks.py) of "longer prompts are harder" on its
 * GSM8K responses without the contaminated prompts: per cent of strong calls, and of right answers.
 */
const published: readonly (readonly [strong: string, accepted: string])[] = [
  ["0.0", "63.73"],
  ["10.3", "68.09"],
  ["20.0", "69.85"],
  ["30.1", "73.07"],
  ["40.3", "75.75"],
  ["50.0", "77.81"],
  ["60.4", "80.03"],
  ["70.1", "82.10"],
  ["80.5", "83.47"],
  ["90.1", "84.70"],
  ["100.0", "85.77"],
];

describe.skipIf(!hasSharedData)("GSM8K, threshold on the prompt's length, ten bins", () => {
  let folder = "";
  let report: TuneReport;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "routeproof-gsm8k-"));
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write(
      "registry.yaml",
      "routes:\n  weak: {provider: openai_compatible, model: mixtral}\n  strong: {provider: openai, model: gpt-4}\n",
    );
    write(
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
    write(
      "by-length.yaml",
      `policy_name: by_length
registry: registry.yaml
route_selection:
  strategy: threshold
  threshold: {score: request.prompt_chars, at_least: 240, route: strong, otherwise: weak}
`,
    );
    const done = routeproof([
      "tune",
      "--policy",
      join(folder, "by-length.yaml"),
      "--dataset",
      join(folder, "clean.dataset.yaml"),
      "--sweep",
      "route_selection.threshold.at_least=quantiles:10",
      "--fit-share",
      "1",
      "--objective",
      "acceptance",
      "--json",
    ]);
    assert(done.code === 0, done.stderr);
    report = JSON.parse(done.stdout) as TuneReport;
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("the eleven points are the published ones", () => {
    expect(report.dataset.records).toBe(1307);
    expect(report.frontier).toMatchObject({ records: 1307, weak: "weak", strong: "strong" });
    const points = report.frontier.curve.map(({ strong_share: share, acceptance_rate: rate }) => [
      (100 * share).toFixed(1),
      (100 * rate).toFixed(2),
    ]);
    expect(points).toEqual(published);
  });

  test("APGR is 0.5987, and CPT 10.51, 36.51 and 66.66 per cent", () => {
    const { apgr, cpt, monotone } = report.frontier;
    expect(apgr.value?.toFixed(4)).toBe("0.5987");
    const shares = (["20", "50", "80"] as const).map((target) => cpt[target].value?.toFixed(2));
    expect(shares).toEqual(["10.51", "36.51", "66.66"]);
    expect(monotone).toBe(true);
  });

  test("200 routers that draw at random have a mean APGR within 0.01 of a half", () => {
    const { random_apgr: random, apgr } = report.frontier;
    expect(random.method).toBe("200_random_routers");
    expect(Math.abs((random.value ?? 0) - 0.5)).toBeLessThan(0.01);
    // The length of a prompt is worth more than chance.
    expect(apgr.value!).toBeGreaterThan(random.upper!);
  });

  test("what is not known is null with its reason: the responses say nothing of costs", () => {
    expect(report.frontier.aiq).toMatchObject({ value: null, reason: "unknown_cost" });
    expect(report.settings.every(({ dominated_by: by }) => by === null)).toBe(true);
    expect(report.split.in_sample).toBe(true);
  });
});
