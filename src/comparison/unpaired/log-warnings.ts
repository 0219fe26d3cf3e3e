import type { ShareCheck } from "../../core/log-comparison.ts";
import type { MixDifference } from "../../core/mix-difference.ts";
import { chanceText } from "../mix/chance-text.ts";
import { shortNumber } from "../short-number.ts";
import type { LogFacts } from "./compare-logs.ts";
import type { TwoLogs } from "./two-logs.ts";
import { ungradedShare } from "../logs/ungraded.ts";

/** What a split by chance hardly ever does to a mix. */
const MIX_SHIFT_BELOW = 0.001;

/** Less of the canary's time in the control's, and day and hour compare as well. */
const OVERLAP_NEEDED = 0.9;

/** What a reader of the comparison has to know before trusting it. */
export function logWarnings(
  logs: TwoLogs,
  found: {
    readonly share: ShareCheck;
    readonly mix: readonly MixDifference[];
    readonly control: LogFacts;
    readonly canary: LogFacts;
    readonly sharedIds: number;
  },
): readonly string[] {
  const { share, mix, control, canary } = found;
  return [
    ...(share.expected === null
      ? ["nobody said what share of the traffic the canary was to get: the split is not checked"]
      : []),
    ...mix.flatMap(shiftWarning),
    ...timeWarning(control, canary),
    ...ungradedWarning(logs),
    ...rejectedWarning(control, canary),
    ...sharedWarning(found.sharedIds),
    ...[control, canary].flatMap(({ dataset: { name }, warnings }) =>
      warnings.map((warning) => `${name}: ${warning}`),
    ),
  ];
}

function shiftWarning({ feature, p_holm: p, values }: MixDifference): readonly string[] {
  if (p === null || p >= MIX_SHIFT_BELOW) return [];
  const [value, [before, after]] = Object.entries(values).reduce((most, entry) =>
    gapOf(entry[1]) > gapOf(most[1]) ? entry : most,
  );
  const percent = (share: number) => `${shortNumber(share * 100)} %`;
  return [
    `the logs differ in ${feature} by more than chance (p ${chanceText(p)} after Holm): "${value}" is ${percent(before)} of the control and ${percent(after)} of the canary; the figures in the control's mix stand beside the plain ones`,
  ];
}

function gapOf([before, after]: readonly [number, number]): number {
  return Math.abs(after - before);
}

function timeWarning(control: LogFacts, canary: LogFacts): readonly string[] {
  const { firstArrivalMs: from, lastArrivalMs: to } = canary;
  const [start, end] = [control.firstArrivalMs, control.lastArrivalMs];
  if (from === undefined || to === undefined || start === undefined || end === undefined) return [];
  const shared = Math.max(0, Math.min(to, end) - Math.max(from, start));
  const isInside = from >= start && to <= end;
  if (isInside || shared >= OVERLAP_NEEDED * (to - from)) return [];
  const day = (ms: number) => new Date(ms).toISOString();
  return [
    `the logs are of different times: the canary's from ${day(from)} to ${day(to)}, the control's from ${day(start)} to ${day(end)}; what changed in between looks like the canary's doing`,
  ];
}

/** Where texts are not kept graders accept nothing, which is the log's doing and nobody else's. */
function ungradedWarning({ control, canary }: TwoLogs): readonly string[] {
  const shares = [control, canary].map((arm) => ({ arm, share: ungradedShare(arm) }));
  const told = shares.filter(({ share }) => share > 0);
  if (told.length === 0) return [];
  const parts = told.map(
    ({ arm, share }) => `${shortNumber(share * 100)} % of the ${arm.key} log's`,
  );
  return [
    `no grader could judge ${parts.join(" and ")} answers, and what is not judged is not accepted: keep the texts, or use a grader that needs none`,
  ];
}

/** A control that holds the canary's requests as well is compared with itself. */
function sharedWarning(shared: number): readonly string[] {
  if (shared === 0) return [];
  return [
    `ids of the canary that the control has as well: ${shared}; if they name the same requests, take those out of the control`,
  ];
}

function rejectedWarning(control: LogFacts, canary: LogFacts): readonly string[] {
  return [control, canary]
    .filter(({ dataset }) => dataset.rejected > 0)
    .map(
      ({ dataset: { name, rejected } }) =>
        `rows of ${name} that could not be read: ${rejected}; they are in no figure`,
    );
}
