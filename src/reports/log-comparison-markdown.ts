import type { GateResult } from "../core/comparison.ts";
import type { Estimate } from "../core/estimate.ts";
import type { Metrics } from "../core/metrics.ts";
import type { LogComparison, ShareCheck } from "../core/log-comparison.ts";
import { estimateText, valueText } from "./estimate-text.ts";
import { gateMarks, limitText, observedText, worstFirst } from "./gate-text.ts";
import { inert, table } from "./markdown-text.ts";
import { metricUnit, type Unit } from "./metric-unit.ts";
import { chanceText, distanceText, mostMoved, movedText } from "./mix-rows.ts";
import { countText, rateText } from "./numbers.ts";
import { verdictWords } from "./run-result.ts";

const REASON_CHARS = 400;
const MOVED_VALUES = 3;

/** `report.md` of two logs: the verdict and why first, then whether they may be compared at all. */
export function renderLogComparison(comparison: LogComparison): string {
  const parts = [
    headline(comparison),
    warnings(comparison),
    figures(comparison),
    gates(comparison),
    split(comparison),
    mix(comparison),
    method(comparison),
  ];
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

function headline({ verdict, policy }: LogComparison): string {
  const [first = "no reason was given", ...more] = verdict.reasons;
  const lines = more.map((reason) => `- ${inert(reason, REASON_CHARS)}`);
  return [
    `# ${verdictWords[verdict.decision]}: the canary against the control: ${inert(first, REASON_CHARS)}`,
    "",
    `By the gates of ${inert(policy.name)}, which decided nothing here: both logs are as they were served.`,
    ...(lines.length === 0 ? [] : ["", ...lines]),
  ].join("\n");
}

function warnings({ warnings: all }: LogComparison): string | undefined {
  if (all.length === 0) return undefined;
  return all.map((text) => `> Note: ${inert(text, REASON_CHARS)}`).join("\n>\n");
}

type Figure = readonly [
  title: string,
  read: (metrics: Metrics) => Estimate,
  unit: Unit,
  difference: (differences: LogComparison["differences"]) => Estimate,
  differenceUnit: Unit,
];

const shownFigures: readonly Figure[] = [
  [
    "accepted",
    (metrics) => metrics.acceptance_rate,
    "rate",
    (differences) => differences.acceptance_rate_difference,
    "points",
  ],
  [
    "errors",
    (metrics) => metrics.error_rate,
    "rate",
    (differences) => differences.error_rate_difference,
    "points",
  ],
  [
    "p95 to the answer",
    (metrics) => metrics.latency.p95_ms,
    "ms",
    (differences) => differences.p95_complete_ratio,
    "ratio",
  ],
  [
    "cost per accepted",
    (metrics) => metrics.cost.per_accepted_usd,
    "usd",
    (differences) => differences.cost_per_accepted_ratio,
    "ratio",
  ],
];

function figures({ control, canary, differences }: LogComparison): string {
  const rows = shownFigures.map(([title, read, unit, difference, differenceUnit]) => [
    title,
    estimateText(read(control.overall), unit),
    estimateText(read(canary.overall), unit),
    estimateText(difference(differences), differenceUnit),
  ]);
  const requests = [control, canary].map(({ dataset }) => countText(dataset.records));
  const names = [control, canary].map(({ dataset }) => inert(dataset.name));
  return [
    "## Figures",
    "",
    table(
      ["", `control (${names[0]})`, `canary (${names[1]})`, "canary against control"],
      [["requests", ...requests, ""], ...rows],
    ),
  ].join("\n");
}

function gates({ gates: all }: LogComparison): string {
  if (all.length === 0) return "## Gates\n\nNo gate was asked for, so nothing can be decided.";
  const header = ["result", "gate", "control", "canary", "observed", "limit", "n", "why"];
  return `## Gates\n\nWorst first. The bounds beside an observed value are the one-sided ones that decide the gate.\n\n${table(header, worstFirst(all).map(gateRow))}`;
}

function gateRow(gate: GateResult): readonly string[] {
  const { mark, word } = gateMarks[gate.status];
  const unit = metricUnit(gate.metric);
  const value = (number: number | null) => (number === null ? "–" : valueText(number, unit));
  return [
    `${mark} ${word}`,
    inert(gate.id, 200),
    value(gate.baseline),
    value(gate.candidate),
    observedText(gate),
    limitText(gate),
    countText(gate.observed.n),
    inert(gate.because, 200),
  ];
}

function split({ share, control, canary }: LogComparison): string {
  const times = [control, canary].map(({ first_arrival: from, last_arrival: to }) =>
    from === null || to === null ? "no times" : `${from} to ${to}`,
  );
  return `## The split\n\n${splitText(share)} The control is of ${times[0]}, the canary of ${times[1]}.`;
}

/** One sentence on whether the canary got the share that it was to get. */
export function splitText(share: ShareCheck): string {
  const { unit, control, canary, expected, observed, p, mismatch } = share;
  const seen = `The canary holds ${countText(canary)} of ${countText(control + canary)} ${unit}, ${rateText(observed)}`;
  if (expected === null) return `${seen}; nobody said what share it was to get (--share).`;
  const meant = `${rateText(expected)} ${mismatch ? "was meant" : "as meant"}, p ${chanceText(p)}`;
  return mismatch ? `${seen}, where ${meant}: a sample-ratio mismatch.` : `${seen} (${meant}).`;
}

function mix({
  mix: all,
  not_compared: skipped,
  post_stratified: weighted,
}: LogComparison): string {
  const rows = all.map((difference) => {
    const ofFeature = weighted.find(({ by }) => by === difference.feature);
    const { acceptance_rate_difference: acceptance, cost_per_request_ratio: cost } =
      ofFeature ?? {};
    return [
      `${inert(difference.feature)} (${inert(difference.from)})`,
      distanceText(difference.total_variation),
      chanceText(difference.p_holm),
      mostMoved(difference, MOVED_VALUES)
        .map((moved) => `${inert(moved.value, 40)} ${movedText(moved)}`)
        .join("<br>"),
      acceptance === undefined ? "–" : estimateText(acceptance.weighted, "points"),
      cost === undefined ? "–" : estimateText(cost.weighted, "ratio"),
    ];
  });
  const header = [
    "feature",
    "total variation",
    "p (Holm)",
    "control → canary",
    "accepted, in the control's mix",
    "cost per request, in the control's mix",
  ];
  const left = skipped.map(
    ({ feature, because }) => `- ${inert(feature)} was not compared: ${inert(because, 200)}`,
  );
  return [
    "## The mix",
    "",
    "What both logs are made of. The last two columns are the canary against the control with every value as frequent as in the control: where they differ from the figures above, the mix has a part in those.",
    "",
    table(header, rows),
    ...(left.length === 0 ? [] : ["", ...left]),
  ].join("\n");
}

function method({ gates: all }: LogComparison): string {
  const clusters = all.find(({ observed }) => observed.clusters !== undefined);
  return [
    "## Method",
    "",
    "The logs hold other requests, so nothing is paired: each difference and ratio is made from what either log shows by itself, the bounds' distances squared and added (MOVER). " +
      (clusters === undefined
        ? "Every request counts as independent of the others."
        : "Requests of one group count as one cluster, and the split is counted in groups."),
  ].join("\n");
}
