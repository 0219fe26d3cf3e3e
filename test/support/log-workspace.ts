import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { unitInterval } from "../../src/core/seed.ts";

/** One call of a request, as a row of the log. */
export interface LogRow {
  readonly id: string;
  readonly at: string;
  readonly intent: string;
  readonly prompt: string | null;
  readonly route: string;
  /** `right` or `wrong`. */
  readonly answer: string | null;
  readonly ok: boolean | null;
  readonly expected: string;
  readonly error: string | null;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number;
  readonly latency_ms: number;
  readonly p: number;
  readonly p_weak: number;
  readonly p_strong: number;
}

/** A temporary folder with a request log of two routes, its manifest, a registry and policies. */
export interface LogWorkspace {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  readonly rows: readonly LogRow[];
  readonly runArgs: (out: string, baseline: string, candidate: string) => readonly string[];
  readonly comparison: (out: string) => Comparison;
  readonly manifest: (out: string) => RunManifest;
  /** Lines of a file of a run as objects. */
  readonly lines: (out: string, file: string) => readonly JsonObject[];
  readonly remove: () => void;
}

export interface LogShape {
  readonly records: number;
  /** Share of the records that the log sends to `weak`; absent: by intent, `faq` alone. */
  readonly drawn?: number;
  /** Share whose first call fails, so that the same route is called again, then the other. */
  readonly failing?: number;
  /** Share whose prompt is not kept. */
  readonly redacted?: number;
  /** Lines of the registry for each route, after provider and model. */
  readonly routeLines?: string;
  /** Who says what is accepted: a grader that reads the answers, or the log itself. */
  readonly judge?: "text" | "log";
}

/** How each route would have served each record: the log shows one of them. */
export function truth(
  index: number,
  route: "weak" | "strong",
): { readonly ok: boolean; readonly costUsd: number; readonly latencyMs: number } {
  const draw = (what: string): number => unitInterval(`${index}/${route}/${what}`);
  const isWeak = route === "weak";
  return {
    ok: draw("ok") < (isWeak ? 0.7 : 0.9),
    costUsd: Math.round((isWeak ? 0.001 : 0.01) * (0.5 + draw("cost")) * 1e9) / 1e9,
    latencyMs: Math.round((isWeak ? 300 : 900) * (0.5 + draw("latency"))),
  };
}

export function intentOf(index: number): string {
  return ["faq", "billing", "refund"][index % 3] ?? "faq";
}

export function aLogWorkspace(shape: LogShape): LogWorkspace {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-log-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const read = (name: string): string => readFileSync(path(name), "utf8");
  const rows = rowsOf(shape);
  write("log.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  write("log.dataset.yaml", manifestOf(shape));
  write("registry.yaml", registryOf(shape.routeLines ?? ""));
  write("as-logged.yaml", policyOf("as_logged", BY_INTENT, "weak, strong"));
  write("all-weak.yaml", policyOf("all_weak", "{strategy: pinned, primary_route: weak}", "strong"));
  write(
    "all-strong.yaml",
    policyOf("all_strong", "{strategy: pinned, primary_route: strong}", "weak"),
  );
  return {
    folder,
    path,
    write,
    rows,
    runArgs: (out, baseline, candidate) => [
      "run",
      `--dataset=${path("log.dataset.yaml")}`,
      `--baseline=${path(`${baseline}.yaml`)}`,
      `--candidate=${path(`${candidate}.yaml`)}`,
      `--out=${path(out)}`,
      "--as-of=2026-11-25",
    ],
    comparison: (out) => JSON.parse(read(join(out, "comparison.json"))) as Comparison,
    manifest: (out) => JSON.parse(read(join(out, "run.json"))) as RunManifest,
    lines: (out, file) =>
      read(join(out, file))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as JsonObject),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function rowsOf(shape: LogShape): readonly LogRow[] {
  const { records, drawn, failing = 0, redacted = 0 } = shape;
  return Array.from({ length: records }).flatMap((_, index) => {
    const draw = (what: string): number => unitInterval(`${index}/${what}`);
    const share = drawn ?? (intentOf(index) === "faq" ? 1 : 0);
    const first = draw("route") < share ? "weak" : "strong";
    const other = first === "weak" ? "strong" : "weak";
    const hasFailed = draw("failing") < failing;
    const row = (route: "weak" | "strong", place: number, isFailure: boolean): LogRow => {
      const { ok, costUsd, latencyMs } = truth(index, route);
      return {
        id: `r${index}`,
        at: new Date(Date.UTC(2026, 9, 1) + index * 60_000 + place * 2_000).toISOString(),
        intent: intentOf(index),
        prompt: draw("redacted") < redacted ? null : `request number ${index}`,
        route,
        answer: isFailure ? null : ok ? "right" : "wrong",
        ok: isFailure ? null : ok,
        expected: "right",
        error: isFailure ? "rate_limit" : null,
        input_tokens: 100,
        output_tokens: isFailure ? 0 : 50,
        cost_usd: isFailure ? 0 : costUsd,
        latency_ms: isFailure ? 40 : latencyMs,
        p: first === "weak" ? share : 1 - share,
        p_weak: share,
        p_strong: 1 - share,
      };
    };
    return hasFailed
      ? [row(first, 0, true), row(first, 1, true), row(other, 2, false)]
      : [row(first, 0, false)];
  });
}

function manifestOf({ drawn, judge = "text" }: LogShape): string {
  const chances =
    drawn === undefined ? "" : ", propensity: p, propensities: {weak: p_weak, strong: p_strong}";
  const verdict = judge === "log" ? "accepted: ok" : "response: answer";
  const scoring = judge === "log" ? "" : "scoring: [{grader: exact_match}]\n";
  return `dataset: support-log
kind: log
source: {path: log.jsonl, format: jsonl}
record:
  id: id
  prompt: prompt
  expected: expected
  arrived_at: at
  tags: {intent: intent}
outcome: {route: route, ${verdict}, error: error, input_tokens: input_tokens, output_tokens: output_tokens, cost_usd: cost_usd, latency_ms: latency_ms${chances}}
${scoring}`;
}

function registryOf(lines: string): string {
  return `routes:
  weak: {provider: openai, model: small-model, price: {input_per_mtok_usd: 0.15, cached_input_per_mtok_usd: 0.02, output_per_mtok_usd: 0.6}${lines}}
  strong: {provider: openai, model: large-model, price: {input_per_mtok_usd: 2.5, cached_input_per_mtok_usd: 0.3, output_per_mtok_usd: 10}${lines}}
`;
}

const BY_INTENT = `
  strategy: rules
  primary_route: strong
  rules:
    - {when: 'tags.intent == "faq"', route: weak}`;

function policyOf(name: string, selection: string, backups: string): string {
  return `policy_name: ${name}
registry: registry.yaml
route_selection: ${selection}
fallback:
  max_attempts: 3
  retry_same_route_once: [transient_error]
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [${backups}]
promotion:
  gates:
    - {metric: acceptance_rate, max_drop: 0.1}
    - {metric: acceptance_rate, min: 0.5}
    - {metric: cost_per_accepted_usd, max_ratio: 0.9}
    - {metric: error_rate, max: 0.05}
    - {metric: p95_complete_ms, max_ratio: 3}
`;
}
