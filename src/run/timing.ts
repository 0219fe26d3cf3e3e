import { HarnessError } from "../core/harness-error.ts";
import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { routesCalledBy } from "../core/routes-of-policy.ts";
import type { TimelineOrigin } from "../core/timeline.ts";
import type { ReplayArm } from "../replay/execute-trial.ts";
import { arrivalWarnings, noArrivals, surveyArrivals } from "./arrivals.ts";
import type { Inputs } from "./load-inputs.ts";
import { assertCanBeOrdered, orderByKey } from "./order/records-in-order.ts";
import type { Session } from "./session.ts";

/** What of a run depends on the replay's time, and where that starts. */
export interface Timing {
  /** By arm: whether its outcomes depend on the time. */
  readonly isTimed: readonly boolean[];
  readonly origin: TimelineOrigin;
  /** Whether records start when they arrived. */
  readonly isPaced: boolean;
  /** Ordinals in the order in which they arrived; absent: the dataset's own order is that. */
  readonly order?: Uint32Array | undefined;
  /** For the reader of the report. */
  readonly warnings: readonly string[];
}

/**
 * Finds out whether any policy of a run reads the past, or is answered by a route with incidents,
 * or whether the records are to arrive at the log's own pace; absent: time changes nothing. The
 * records are read once more where they say when they arrived.
 */
export async function timingOf(session: Session): Promise<Timing | undefined> {
  const { inputs, dataset, manifest, arms, options } = session;
  if (options.speed !== undefined) return openLoopOf(session, options.speed);
  const isTimed = arms.map((arm) => isTimedArm(arm, inputs, options.onMiss));
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
      `they are replayed one behind the other on ${options.concurrency} slots, which is part of the result`;
    const origin = { starts: "as_of", startMs: Date.parse(manifest.as_of) } as const;
    return { isTimed, origin, isPaced: false, warnings: [warning] };
  }
  const origin = { starts: "first_arrival", startMs } as const;
  return { isTimed, origin, isPaced: true, warnings: arrivalWarnings(survey, "file") };
}

/** Every policy on a timeline of its own, its records in the order in which they arrived. */
async function openLoopOf(
  { dataset, arms, options }: Pick<Session, "dataset" | "arms" | "options">,
  speed: number,
): Promise<Timing> {
  const arrivals = new Float64Array(dataset.summary.records);
  const survey = await surveyArrivals(dataset.records(), arrivals);
  if (survey.firstMs === undefined) {
    throw new HarnessError("invalid-input", "--speed: no record says when it arrived", {
      hint: "fill the column that record.arrived_at names, or leave out --speed",
    });
  }
  const isInOrder = survey.late === 0;
  if (!isInOrder) {
    assertCanBeOrdered(arrivals.length, "--speed puts the records into the order of arrival");
  }
  return {
    isTimed: arms.map(() => true),
    origin: {
      starts: "first_arrival",
      // Whole, so that `run.json` says it exactly.
      startMs: Math.floor(survey.firstMs),
      openLoop: { speed, slots: options.concurrency },
    },
    isPaced: true,
    order: isInOrder ? undefined : orderByKey(arrivals),
    warnings: arrivalWarnings(survey, "arrival"),
  };
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
