import type { DatasetSummary } from "../../core/dataset.ts";
import type { Inputs } from "../load-inputs.ts";
import type { Foreseen } from "./foresee.ts";

/** Cluster-robust errors are trusted from about so many clusters. */
const FEWEST_GROUPS = 40;

/** What a reader of a plan has to know before trusting it. */
export function planNotes(
  { notes, provider, arms }: Inputs,
  {
    withoutCall,
    about,
    totals,
    candidates,
    readers,
  }: Omit<Foreseen, "duration" | "sources"> & {
    /** Policies that read the past: health, latency windows, spend. */
    readonly readers: readonly string[];
  },
  summary: DatasetSummary,
): readonly string[] {
  const routes = Object.keys(totals.routes(about));
  const unpriced = routes.filter((name) => totals.routes(about)[name]?.cost_usd === null);
  const priced = routes.filter((name) => about(name).from === "price_list");
  const asking = arms.filter(({ policy: { strategy } }) => strategy.kind === "module");
  const byPoint = arms.slice(1).filter(({ policy }) => policy.promotion.decideOn === "point");
  const groups = candidates[0]?.reached.groups?.count ?? Infinity;
  return [
    ...summary.warnings,
    ...notes,
    ...(summary.rejected > 0 ? [`${summary.rejected} rows could not be read`] : []),
    ...(provider === "live"
      ? []
      : [
          `the run itself calls nobody and pays nothing (${provider}): cost is what the answers are priced at, duration what live calls would take`,
        ]),
    ...(unpriced.length > 0
      ? [
          `cost is not known, and is not nothing: no price or length of answers for ${unpriced.join(", ")}`,
        ]
      : []),
    ...(priced.length > 0
      ? [
          `nothing is known of how ${priced.join(", ")} answer: no error, and an answer as long as the expected one or the limit, is what is planned`,
        ]
      : []),
    ...asking.map(
      ({ key }) =>
        `${key}: its module is not run in a plan, so that its records are planned without a call`,
    ),
    ...readers.map(
      (key) =>
        `${key}: it reads what came before (health, latency, spend), and is planned as if nothing had: caps that are reached and routes that are shunned change calls and cost`,
    ),
    ...byPoint.map(
      ({ key }) =>
        `${key}: decide_on: point lets the estimates alone decide, so that nothing is said of effects and of records needed`,
    ),
    ...(groups < FEWEST_GROUPS
      ? [
          `the records come in ${groups} groups: below ${FEWEST_GROUPS} their bounds are a little too near, so distrust a narrow pass`,
        ]
      : []),
    ...(withoutCall > 0 ? [`${withoutCall} decisions are planned to call nobody`] : []),
  ];
}
