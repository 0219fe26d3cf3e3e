import type { ClassificationMetrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { CLASSIFIER_NOTE, classifierCostText } from "../cost-text.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, notAvailable } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { confusionTable } from "./confusion.ts";
import { cutList } from "./cut-list.ts";

interface Classifying extends Arm {
  readonly said: ClassificationMetrics;
}

/** How well each policy tells what a record is about, and what that takes. */
export function classification(report: RunReport, rows: number): string | undefined {
  const arms = armsOf(report).flatMap((arm): readonly Classifying[] => {
    const said = arm.metrics.classification;
    return said === undefined ? [] : [{ ...arm, said }];
  });
  if (arms.length === 0) return undefined;
  const { shown, note } = cutList(arms, rows, "policies");
  const header = ["", ...shown.map(({ name, role }) => `${inert(name)} (${role})`)];
  const readings = readingsOf(shown).map(([title, read]) => [title, ...shown.map(read)]);
  const parts = shown.flatMap((arm) => confusionPart(arm, rows));
  return [`## Intents`, CLASSIFIER_NOTE, `${table(header, readings)}${note}`, ...parts].join(
    "\n\n",
  );
}

type Reading = readonly [string, (arm: Classifying) => string];

function readingsOf(arms: readonly Classifying[]): readonly Reading[] {
  const failures: readonly Reading[] = arms.some(
    ({ said }) => Object.keys(said.failures).length > 0,
  )
    ? [["failed calls of the classifier", ({ said }) => failuresText(said)]]
    : [];
  return [
    ["classified by", ({ said }) => said.by],
    ["classified", ({ said }) => countText(said.records)],
    ["unsure", ({ said }) => estimateText(said.unsure_rate, "rate")],
    ["sure, but without a route", ({ said }) => countText(said.without_route)],
    ["sure and right", ({ said }) => accuracyText(said)],
    ...failures,
    ["p50 of classifying", ({ said }) => estimateText(said.latency.p50_ms, "ms")],
    ["p95 of classifying", ({ said }) => estimateText(said.latency.p95_ms, "ms")],
    ["latency is", ({ said }) => (said.by === "model" ? "measured" : "as the policy states it")],
    ["cost of classifying", ({ said }) => classifierCostText(said)],
    ["cost per accepted outcome", ({ metrics }) => perAcceptedText(metrics, "without")],
    ["the same with classifying", ({ metrics }) => perAcceptedText(metrics, "with")],
  ];
}

function accuracyText({ accuracy }: ClassificationMetrics): string {
  return accuracy === undefined ? notAvailable("no golden tag") : estimateText(accuracy, "rate");
}

function failuresText({ failures }: ClassificationMetrics): string {
  const parts = Object.entries(failures).map(
    ([kind, count]) => `${inert(kind)} ${countText(count)}`,
  );
  return parts.length === 0 ? "none" : parts.join(", ");
}

function perAcceptedText({ overall: { cost } }: Arm["metrics"], which: "with" | "without"): string {
  const withIt = cost.per_accepted_with_classifier_usd;
  const estimate = which === "without" ? cost.per_accepted_usd : withIt;
  return estimate === undefined ? notAvailable("unknown") : estimateText(estimate, "usd");
}

function confusionPart({ name, said }: Classifying, rows: number): readonly string[] {
  const { confusion, unsure = {} } = said;
  if (confusion === undefined) return [];
  const counts = confusionTable(confusion, rows, { title: "(unsure)", counts: unsure });
  return [`### ${inert(name)}: the right intent against the classifier's\n\n${counts}`];
}
