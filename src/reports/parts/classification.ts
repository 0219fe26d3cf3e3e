import type { ClassificationMetrics, PolicyMetrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { classifierCost } from "../cost-words.ts";
import { count, derived, estimate } from "../number-spans.ts";
import { entriesOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { listed, own, type Word, words } from "../words.ts";
import { confusionBlock } from "./confusion.ts";
import { type Block, firstRows, heading, paragraph, type Part, table } from "./part.ts";

const NOTE =
  "What classifying takes and costs stands here alone: it is in no other latency, cost or gate.";

interface Classifying extends Arm {
  readonly said: Place<ClassificationMetrics>;
}

/** How well each policy tells what a record is about, and what that takes. */
export function classification(report: RunReport, rows: number): Part | undefined {
  const arms = armsOf(report).flatMap((arm): readonly Classifying[] => {
    const said = arm.place.find("classification");
    return said === undefined ? [] : [{ ...arm, said }];
  });
  if (arms.length === 0) return undefined;
  const { shown, leftOut } = firstRows(arms, rows, "policies");
  const header = [own(""), ...shown.map(({ name, role }) => words`${name} (${own(role)})`)];
  const readings = readingsOf(shown).map(([title, read]) => [own(title), ...shown.map(read)]);
  return {
    id: "intents",
    title: "Intents",
    blocks: [
      paragraph(words`${own(NOTE)}`),
      table("How well each policy tells what a record is about", header, readings, leftOut),
      ...shown.flatMap((arm) => confusionBlocks(arm, rows)),
    ],
  };
}

type Reading = readonly [string, (arm: Classifying) => Word];

function readingsOf(arms: readonly Classifying[]): readonly Reading[] {
  const failures: readonly Reading[] = arms.some(
    ({ said }) => Object.keys(said.value.failures).length > 0,
  )
    ? [["failed calls of the classifier", ({ said }) => failuresOf(said)]]
    : [];
  return [
    ["classified by", ({ said }) => own(said.value.by)],
    ["classified", ({ said }) => count(said.at("records"))],
    ["unsure", ({ said }) => estimate(said.at("unsure_rate"), "rate")],
    ["sure, but without a route", ({ said }) => count(said.at("without_route"))],
    ["sure and right", ({ said }) => accuracyOf(said)],
    ...failures,
    ["p50 of classifying", ({ said }) => estimate(said.at("latency").at("p50_ms"), "ms")],
    ["p95 of classifying", ({ said }) => estimate(said.at("latency").at("p95_ms"), "ms")],
    [
      "latency is",
      ({ said }) => own(said.value.by === "model" ? "measured" : "as the policy states it"),
    ],
    ["cost of classifying", ({ said }) => classifierCost(said)],
    ["cost per accepted outcome", ({ place }) => perAccepted(place, "per_accepted_usd")],
    [
      "the same with classifying",
      ({ place }) => perAccepted(place, "per_accepted_with_classifier_usd"),
    ],
  ];
}

function accuracyOf(said: Place<ClassificationMetrics>): Word {
  const accuracy = said.find("accuracy");
  return accuracy === undefined
    ? derived(null, "rate", "no golden tag")
    : estimate(accuracy, "rate");
}

function failuresOf(said: Place<ClassificationMetrics>): Word {
  const parts = entriesOf(said.at("failures")).map(
    ([kind, times]) => words`${kind} ${count(times)}`,
  );
  return parts.length === 0 ? own("none") : listed(parts);
}

function perAccepted(
  place: Place<PolicyMetrics>,
  key: "per_accepted_usd" | "per_accepted_with_classifier_usd",
): Word {
  const found = place.at("overall").at("cost").find(key);
  return found === undefined ? derived(null, "usd", "unknown") : estimate(found, "usd");
}

function confusionBlocks({ name, said }: Classifying, rows: number): readonly Block[] {
  const confusion = said.find("confusion");
  if (confusion === undefined) return [];
  const unsure = { title: "(unsure)", counts: said.find("unsure") };
  return [
    heading(words`${name}: the right intent against the classifier's`),
    confusionBlock(name, confusion, rows, unsure),
  ];
}
