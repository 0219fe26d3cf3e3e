import { basename, resolve } from "node:path";
import { canonicalJson, sha256Hex } from "../../core/canonical-json.ts";
import type { Comparison } from "../../core/comparison.ts";
import type { Estimate } from "../../core/estimate.ts";
import type { PolicyMetrics, RouteMetrics } from "../../core/metrics.ts";
import {
  HISTORY_SCHEMA_VERSION,
  type HistoryArm,
  type HistoryEstimate,
  type HistoryLine,
  type HistoryRoute,
} from "../../core/history-line.ts";
import type { RunManifest } from "../../core/run-manifest.ts";

/** A run that has a comparison, which an interrupted one has not. */
interface Finished {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly comparison: Comparison;
}

/** What the index says of a run: a line a candidate. */
export function historyLines({ folder, manifest, comparison }: Finished): readonly HistoryLine[] {
  const { dataset, baseline, policies } = comparison;
  return comparison.comparisons.map(({ candidate, gates, verdict, discordant }): HistoryLine => {
    const count = (status: string): number => gates.filter((gate) => gate.status === status).length;
    const overrides = overridesOf(manifest, candidate);
    return {
      schema_version: HISTORY_SCHEMA_VERSION,
      run_id: manifest.run_id,
      folder: basename(resolve(folder)),
      started_at: manifest.started_at,
      status: manifest.status,
      tool_version: manifest.tool_version,
      dataset: { name: dataset.name, sha256: dataset.sha256, records: dataset.records },
      graders_sha256: manifest.graders?.sha256 ?? null,
      prices_sha256: sha256Hex(canonicalJson(manifest.prices)),
      provider: manifest.provider,
      seed: manifest.seed,
      baseline,
      candidate,
      verdict: verdict.decision,
      first_reason: verdict.reasons[0] ?? "",
      gates: { pass: count("pass"), fail: count("fail"), inconclusive: count("inconclusive") },
      arms: Object.fromEntries([baseline, candidate].map((key) => [key, armOf(policies[key]!)])),
      discordant,
      ...(overrides > 0 && { overrides }),
    };
  });
}

function overridesOf({ decisions = [] }: RunManifest, candidate: string): number {
  const name = candidate.replace(/#\d+$/, "");
  return decisions.filter(({ policy, override }) => policy === name && override !== undefined)
    .length;
}

function armOf({ version, overall, routes }: PolicyMetrics): HistoryArm {
  return {
    version,
    acceptance_rate: estimateOf(overall.acceptance_rate),
    cost_per_accepted_usd: estimateOf(overall.cost.per_accepted_usd),
    p95_ms: estimateOf(overall.latency.p95_ms),
    error_rate: overall.error_rate.value,
    cost_usd: overall.cost.total_usd,
    routes: Object.fromEntries(
      Object.entries(routes)
        .filter(([, metrics]) => metrics.records > 0)
        .map(([route, metrics]) => [route, routeOf(metrics, overall.records)]),
    ),
  };
}

function routeOf(metrics: RouteMetrics, records: number): HistoryRoute {
  return {
    share: records === 0 ? 0 : metrics.records / records,
    acceptance_rate: metrics.acceptance_rate.value,
    cost_per_accepted_usd: metrics.cost.per_accepted_usd.value,
    p95_ms: metrics.latency.p95_ms.value,
    error_rate: metrics.error_rate.value,
  };
}

function estimateOf({ value, lower, upper }: Estimate): HistoryEstimate {
  return [value, lower, upper];
}
