import type { CostEstimate } from "../../core/cost-estimate.ts";
import type { ConsideredRoute, Decision, RouteScore } from "../../core/decision.ts";
import type { ExplainedRecord, Explanation } from "../../core/explanation.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { Step } from "../../core/step.ts";
import { classificationLines } from "./classification-lines.ts";
import { firstStepText } from "./first-step-text.ts";
import type { Write } from "./line-writer.ts";
import { countText, plainDecimal, usdText } from "../numbers.ts";

/** What a decision is read beside. */
type Beside = Pick<ExplainedRecord, "estimates" | "ceilings"> & Pick<Explanation, "notNamed">;

/** A decision with everything that it holds: route, reasons, routes, scores, chain, review. */
export function decisionLines(
  decision: Decision,
  firstStep: Step,
  beside: Beside,
  write: Write,
): readonly string[] {
  const { considered, scores, chain, review } = decision;
  const { notNamed, ceilings } = beside;
  const counted = ceilings.map(({ ceiling, key }) =>
    key === undefined ? ceiling : `${ceiling} of ${key}`,
  );
  return [
    ...choiceLines(decision, firstStep, beside, write),
    "routes:",
    ...considered.flatMap((route) => consideredLines(route, decision, beside, write)),
    ...(notNamed.length === 0
      ? []
      : write(`  not named by the policy: ${notNamed.join(", ")}`, "dim")),
    ...(scores === undefined ? [] : ["scores:", ...scoreLines(scores, write)]),
    ...write(`chain: ${chain.length === 0 ? "nothing follows" : chain.join(", then ")}`),
    ...(counted.length === 0 ? [] : write(`counts under: ${counted.join(", ")}`)),
    ...review.flatMap((reason) => write(`a person must look: ${reason}`, "yellow")),
  ];
}

function choiceLines(
  decision: Decision,
  firstStep: Step,
  { estimates }: Beside,
  write: Write,
): readonly string[] {
  const { route, because, standsInFor, classification, downgradedFrom, refusedBy } = decision;
  const { redacted, estimatedNanoUsd: own } = decision;
  const estimate = route === undefined ? undefined : estimates.get(route);
  const cost = own === undefined ? estimateText(estimate) : usdText(usdFromNanoUsd(own));
  const found = redacted?.length === 0 ? "nothing was found" : redacted?.join(", ");
  return [
    ...(classification === undefined ? [] : classificationLines(classification, write)),
    ...write(`route: ${route ?? "none"}`, route === undefined ? "red" : "green"),
    ...write(`  because: ${because}`),
    ...(standsInFor === undefined ? [] : write(`  stands in for: ${standsInFor}`)),
    ...(downgradedFrom === undefined
      ? []
      : write(`  downgraded from: ${downgradedFrom}`, "yellow")),
    ...(refusedBy === undefined ? [] : write(`  the chosen route is refused by: ${refusedBy}`)),
    ...(found === undefined ? [] : write(`  taken out of the request: ${found}`)),
    ...write(
      `  first: ${firstStepText(firstStep)}`,
      firstStep.kind === "call" ? undefined : "yellow",
    ),
    ...(route === undefined ? [] : write(`  estimated cost: ${cost}`)),
  ];
}

function consideredLines(
  { route, kept, because, kind }: ConsideredRoute,
  { refused = [] }: Decision,
  { estimates }: Beside,
  write: Write,
): readonly string[] {
  if (!kept) {
    const isNow = refused.some((other) => other.route === route);
    const marks = [...(kind === undefined ? [] : [kind]), ...(isNow ? ["for this record"] : [])];
    const marked = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
    return write(`  ✗ ${route}: ${because}${marked}`, "red");
  }
  const estimate = estimates.get(route);
  const cost = estimate === undefined ? "cost not known" : usdOf(estimate);
  return write(`  ✓ ${route}: ${because}, ${cost}`);
}

function scoreLines(scores: readonly RouteScore[], write: Write): readonly string[] {
  return scores.flatMap(({ route, score, because }) =>
    write(`  ${plainDecimal(score)} ${route}: ${because}`),
  );
}

const lengths: Readonly<Record<NonNullable<CostEstimate["outputFrom"]>, string>> = {
  quality_table: "as the quality table measured",
  simulation: "as the route's simulation says",
  limit: "at most",
};

function estimateText(estimate: CostEstimate | undefined): string {
  if (estimate === undefined) return "not known";
  const { inputTokens, outputTokens, outputFrom } = estimate;
  const out =
    outputTokens === undefined || outputFrom === undefined
      ? ""
      : `, ${countText(outputTokens)} out ${lengths[outputFrom]}`;
  return `${usdOf(estimate)} (about ${countText(inputTokens)} tokens in${out})`;
}

function usdOf({ nanoUsd }: CostEstimate): string {
  return usdText(usdFromNanoUsd(nanoUsd));
}
