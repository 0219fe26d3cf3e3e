import type { ReplayRecord } from "../core/replay-record.ts";
import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { routesCalledBy } from "../core/routes-of-policy.ts";
import type { TimelineOrigin } from "../core/timeline.ts";
import type { ReplayArm } from "../replay/execute-trial.ts";
import type { Inputs } from "./load-inputs.ts";
import type { Session } from "./session.ts";

/** What of a run depends on the replay's time, and where that starts. */
export interface Timing {
  /** By arm: whether its outcomes depend on the time. */
  readonly isTimed: readonly boolean[];
  readonly origin: TimelineOrigin;
  /** Whether records start when they arrived. */
  readonly isPaced: boolean;
  /** For the reader of the report. */
  readonly warnings: readonly string[];
}

/**
 * Finds out whether any policy of a run reads the past, or is answered by a route with incidents;
 * absent: time changes nothing. The records are read once more where they say when they arrived.
 */
export async function timingOf(session: Session): Promise<Timing | undefined> {
  const { inputs, dataset, manifest, arms } = session;
  const isTimed = arms.map((arm) => isTimedArm(arm, inputs, session.options.onMiss));
  if (!isTimed.includes(true)) return undefined;
  if (inputs.provider === "live") return { isTimed, ...realTime(Date.parse(manifest.started_at)) };
  const names = isTimed.flatMap((timed, arm) => (timed ? [`"${inputs.arms[arm]?.key}"`] : []));
  const survey =
    inputs.manifest.log === undefined && inputs.manifest.record.arrived_at === undefined
      ? noArrivals
      : await surveyArrivals(dataset.records());
  const startMs = survey.firstMs;
  if (startMs === undefined) {
    const warning =
      `the decisions of ${names.join(", ")} depend on the time, and no record says when it arrived: ` +
      `they are replayed one behind the other on ${session.options.concurrency} slots, which is part of the result`;
    const origin = { starts: "as_of", startMs: Date.parse(manifest.as_of) } as const;
    return { isTimed, origin, isPaced: false, warnings: [warning] };
  }
  const origin = { starts: "first_arrival", startMs } as const;
  return { isTimed, origin, isPaced: true, warnings: arrivalWarnings(survey) };
}

const realTime = (startMs: number): Omit<Timing, "isTimed"> => ({
  origin: { starts: "run_start", startMs },
  isPaced: false,
  warnings: [
    "a policy reads health, spend or time of a live run: another run would decide otherwise",
  ],
});

function isTimedArm(
  { policy, newMemory }: ReplayArm,
  { provider, registry }: Inputs,
  onMiss: string,
): boolean {
  if (newMemory !== undefined) return true;
  const isSimulated =
    provider === "simulated" || (provider === "recorded" && onMiss === "simulate");
  return isSimulated && hasIncidents(policy, registry);
}

function hasIncidents(policy: Policy, registry: Registry): boolean {
  return routesCalledBy(policy, registry).some(
    (name) => (registry.routes.get(name)?.simulation?.incidents?.length ?? 0) > 0,
  );
}

/** What the records of a dataset say of their arrivals. */
interface ArrivalSurvey {
  /** Absent: none of them says when it arrived. */
  readonly firstMs: number | undefined;
  /** Records that stand after one that arrived later. */
  readonly late: number;
  readonly without: number;
}

const noArrivals: ArrivalSurvey = { firstMs: undefined, late: 0, without: 0 };

/** Reads the arrivals of all selected records. */
export async function surveyArrivals(
  records: AsyncIterable<readonly ReplayRecord[]>,
): Promise<ArrivalSurvey> {
  let [firstMs, latestMs, late, without] = [Infinity, -Infinity, 0, 0];
  for await (const batch of records) {
    for (const { arrivedAtMs } of batch) {
      if (arrivedAtMs === undefined) {
        without += 1;
        continue;
      }
      if (arrivedAtMs < latestMs) late += 1;
      firstMs = Math.min(firstMs, arrivedAtMs);
      latestMs = Math.max(latestMs, arrivedAtMs);
    }
  }
  return { firstMs: firstMs === Infinity ? undefined : firstMs, late, without };
}

function arrivalWarnings({ late, without }: ArrivalSurvey): readonly string[] {
  return [
    ...(late > 0
      ? [
          `${late} records stand after one that arrived later: they are replayed in the file's order`,
        ]
      : []),
    ...(without > 0
      ? [`${without} records do not say when they arrived: they start when their turn comes`]
      : []),
  ];
}
