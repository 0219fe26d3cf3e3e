import type { VerdictDecision } from "../core/comparison.ts";
import type { HistoryArm, HistoryEstimate, HistoryRoute } from "../core/history-line.ts";
import type { Unit } from "./metric-unit.ts";

/** A decision with a mark of its own, so that it does not hang on a colour. */
export const verdictMarks: Readonly<Record<VerdictDecision, string>> = {
  promote: "✓ promote",
  reject: "✗ reject",
  inconclusive: "? inconclusive",
};

/** What a history shows of a policy in each run. */
export const historyMetrics: readonly {
  readonly title: string;
  readonly unit: Unit;
  readonly of: (figures: HistoryArm) => HistoryEstimate;
}[] = [
  { title: "acceptance", unit: "rate", of: (figures) => figures.acceptance_rate },
  { title: "cost per accepted", unit: "usd", of: (figures) => figures.cost_per_accepted_usd },
  { title: "p95 to the answer", unit: "ms", of: (figures) => figures.p95_ms },
  { title: "errors", unit: "rate", of: (figures) => [figures.error_rate, null, null] },
];

/** And of each route that it decided on. */
export const historyRouteMetrics: readonly {
  readonly title: string;
  readonly unit: Unit;
  readonly key: keyof HistoryRoute;
}[] = [
  { title: "share", unit: "rate", key: "share" },
  { title: "acceptance", unit: "rate", key: "acceptance_rate" },
  { title: "cost per accepted", unit: "usd", key: "cost_per_accepted_usd" },
  { title: "p95 to the answer", unit: "ms", key: "p95_ms" },
  { title: "errors", unit: "rate", key: "error_rate" },
];
