import type { Finding } from "../../core/problem.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import type { Path, Template } from "../../policies/template.ts";
import { triggersOf } from "../../policies/trigger-mentions.ts";

/** Parts of a policy that read one thing of a dataset, where they are written. */
interface Reader {
  readonly path: Path;
  readonly name: string;
}

const schemaMetrics = ["schema_valid_rate", "schema_error_rate"];
const routingMetrics = ["route_accuracy", "over_routed_rate", "under_routed_rate"];
const schemaTriggers = ["schema_invalid", "schema_invalid_after_retry"];

/** Gates and triggers of a policy that this dataset can never feed. */
export function datasetFindings(
  { template, policy }: LoadedPolicy,
  manifest: Manifest,
  provider: RunManifest["provider"],
): readonly Finding[] {
  const { shape } = template;
  const gatesOn = (metrics: readonly string[]): readonly Reader[] =>
    (shape.promotion?.gates ?? []).flatMap(({ metric }, index) =>
      metrics.includes(metric)
        ? [{ name: metric, path: ["promotion", "gates", index, "metric"] }]
        : [],
    );
  const written = (section: "cost" | "latency" | "acceptance_tests", key: string) =>
    key in (shape[section] ?? {}) && value(shape[section], key) !== undefined
      ? [{ name: key, path: [section, key] }]
      : [];
  const idle = (readers: readonly Reader[], because: string, hint: string): readonly Finding[] =>
    readers.map(({ path, name }) =>
      template.problemAt(path, `${name} has nothing to go by: ${because}`, hint),
    );
  return [
    ...(asksForSchema(manifest)
      ? []
      : idle(
          [
            ...gatesOn(schemaMetrics),
            ...written("acceptance_tests", "max_schema_error_rate"),
            // A row or a simulated route may say that it ended so.
            ...(provider === "simulated" || tableHas(manifest, "error")
              ? []
              : schemaTriggersOf(template)),
          ],
          "the dataset asks for no schema",
          "name one by a json_schema grader or record.response_schema",
        )),
    ...(manifest.record.workflow !== undefined
      ? []
      : idle(
          [...gatesOn(["cost_per_workflow_usd"]), ...written("cost", "max_cost_per_workflow")],
          "the dataset names no workflows",
          "name their column by record.workflow",
        )),
    ...(manifest.log !== undefined || manifest.record.arrived_at !== undefined
      ? []
      : idle(
          written("latency", "max_queue_ms"),
          "the dataset has no arrival times",
          "name their column by record.arrived_at",
        )),
    ...(manifest.record.owner !== undefined || policy.cost.ownerKey !== undefined
      ? []
      : idle(
          written("cost", "daily_spend_cap_per_owner"),
          "the dataset names no owners and the policy no owner_key",
          "name their column by record.owner",
        )),
    ...(manifest.outcomes.kind !== "none"
      ? []
      : idle(
          gatesOn(routingMetrics),
          "only an outcome table knows what the other routes would have answered",
          "delete it, or replay a table",
        )),
    ...(provider !== "table" || manifest.outcomes.kind === "none" || hasFirstTokens(manifest)
      ? []
      : idle(
          [...gatesOn(["p95_first_token_ms"]), ...written("latency", "p95_first_token_ms")],
          "the table holds no first tokens",
          "name their column by first_token_ms",
        )),
  ];
}

function value(section: object | undefined, key: string): unknown {
  return (section as Readonly<Record<string, unknown>> | undefined)?.[key];
}

function asksForSchema({ scoring, record }: Manifest): boolean {
  return (
    record.response_schema !== undefined || scoring.some(({ grader }) => grader === "json_schema")
  );
}

function schemaTriggersOf(template: Template): readonly Reader[] {
  return triggersOf(template)
    .filter(({ text }) => schemaTriggers.includes(text))
    .map(({ text, path }) => ({ name: `"${text}"`, path }));
}

function hasFirstTokens(manifest: Manifest): boolean {
  return tableHas(manifest, "first_token_ms") || tableHas(manifest, "first_token_s");
}

function tableHas(
  { outcomes }: Manifest,
  field: "error" | "first_token_ms" | "first_token_s",
): boolean {
  switch (outcomes.kind) {
    case "none":
      return false;
    case "wide":
      return [...outcomes.routes.values()].some((columns) => columns[field] !== undefined);
    case "long":
      return outcomes.columns[field] !== undefined;
  }
}
