import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { EstimateNanoUsd } from "../core/estimate-cost.ts";
import type { MemoryNeeds } from "../core/memory-needs.ts";
import type { Outcome } from "../core/outcome.ts";
import type { PolicyEvent } from "../core/policy-event.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Route } from "../core/route.ts";
import type { RouteHealth } from "../core/route-health.ts";
import type { RouteLatency } from "../core/route-latency.ts";
import type { Signals } from "../core/router.ts";
import type { Trial } from "../core/trial.ts";
import { CeilingBook } from "./ceiling-book.ts";
import { RouteRecord } from "./route-record.ts";
import { RouteSpeed } from "./route-speed.ts";
import { TrialAccounts, type CeilingKeys } from "./trial-accounts.ts";

/**
 * What one policy remembers on one timeline: the only thing besides the record that its decisions
 * depend on, and the only thing of a replay that decisions change. Times that it is told are the
 * replay's, in milliseconds since 1970, and never go back.
 */
export interface PolicyMemory {
  /**
   * What the policy may know of the past at that time. Requests are those of other records: where
   * the trial itself was counted already, it counts neither for nor against its own next call.
   */
  signalsAt(
    atMs: number,
    keys: CeilingKeys,
    trial?: Trial,
  ): Pick<Signals, "health" | "latency" | "ceilings">;
  /** Counts a decision. */
  decided(
    trial: Trial,
    decision: Decision,
    keys: CeilingKeys,
    atMs: number,
  ): readonly PolicyEvent[];
  /** A call is about to be sent: sets its estimate aside, and notes a probe. */
  calling(trial: Trial, route: Route, atMs: number): readonly PolicyEvent[];
  /** Puts what the call cost in place of its estimate, and judges its route. */
  attempted(trial: Trial, attempt: Attempt, atMs: number): readonly PolicyEvent[];
  /** Lets go of what is still held for the trial, whatever became of it. */
  ended(trial: Trial): void;
  /** Counts an outcome of an earlier session: money and requests, no health. */
  restore(earlier: EarlierOutcome, routes: ReadonlyMap<string, Route>): void;
}

/** An outcome of an earlier session, and what it takes to count it as it was counted then. */
export interface EarlierOutcome {
  readonly outcome: Outcome;
  readonly view: RequestView;
  readonly keys: CeilingKeys;
  /** When it was decided, in milliseconds since 1970, by the log's clock. */
  readonly atMs: number;
}

/** What is held for a trial that is under way. */
interface UnderWay {
  readonly accounts: TrialAccounts;
  /** The route that its call under way is a probe of. */
  probe: string | undefined;
}

const noEvents: readonly PolicyEvent[] = [];

const sameTime = (atMs: number): number => atMs;

/**
 * An empty memory of what a policy needs. `estimateNanoUsd` is the one that its router goes by;
 * `logOfMs` says which time of the log a time of the replay is: days of ceilings, and what is told
 * of events, go by it, health and latency by the replay's own.
 */
export function createPolicyMemory(
  needs: MemoryNeeds,
  estimateNanoUsd: EstimateNanoUsd,
  logOfMs: (atMs: number) => number = sameTime,
): PolicyMemory {
  const { health: rule, latency: speedRule, ceilings } = needs;
  const book = new CeilingBook(ceilings);
  const records = new Map<string, RouteRecord>();
  const speeds = new Map<string, RouteSpeed>();
  for (const route of needs.routes) {
    if (rule !== undefined) records.set(route, new RouteRecord(rule));
    if (speedRule !== undefined) speeds.set(route, new RouteSpeed(speedRule));
  }
  const underWay = new Map<Trial, UnderWay>();
  const begin = (trial: Trial, keys: CeilingKeys): UnderWay => {
    const begun = { accounts: new TrialAccounts(ceilings, book, keys), probe: undefined };
    underWay.set(trial, begun);
    return begun;
  };
  return {
    signalsAt: (atMs, keys, trial) => ({
      ...(rule && { health: healthOf(records, atMs) }),
      ...(speedRule && { latency: latencyOf(speeds, atMs) }),
      ...(ceilings.length > 0 && {
        ceilings: ceilings.map((_ceiling, index) => {
          const key = keys[index];
          if (key === undefined) return undefined;
          const account = book.account(index, key, logOfMs(atMs));
          const own = trial && underWay.get(trial);
          return own?.accounts.others(account, book.reading(account)) ?? book.reading(account);
        }),
      }),
    }),
    decided: (trial, { cappedBy, because }, keys, atMs) =>
      begin(trial, keys).accounts.decide(cappedBy, because, logOfMs(atMs)),
    calling(trial, route, atMs) {
      const begun = underWay.get(trial);
      if (begun === undefined) return noEvents;
      begun.accounts.call(route.name, estimateNanoUsd(route, trial.view), logOfMs(atMs));
      const because = records.get(route.name)?.call(atMs);
      if (because === undefined) return noEvents;
      begun.probe = route.name;
      return [{ atMs: logOfMs(atMs), kind: "probing", route: route.name, because }];
    },
    attempted(trial, attempt, atMs) {
      const { route, result, costNanoUsd } = attempt;
      const begun = underWay.get(trial);
      const isProbe = begun?.probe === route;
      if (begun !== undefined) begun.probe = undefined;
      const record = records.get(route);
      if (result.kind === "not_covered") {
        begun?.accounts.release();
        if (isProbe) record?.dropProbe();
        return noEvents;
      }
      begun?.accounts.settle(costNanoUsd);
      speeds.get(route)?.add(attempt, atMs);
      const change = record?.add(attempt, atMs, isProbe);
      return change === undefined ? noEvents : [{ atMs: logOfMs(atMs), route, ...change }];
    },
    ended(trial) {
      const begun = underWay.get(trial);
      if (begun === undefined) return;
      begun.accounts.release();
      if (begun.probe !== undefined) records.get(begun.probe)?.dropProbe();
      underWay.delete(trial);
    },
    restore({ outcome, view, keys, atMs }, routes) {
      const accounts = new TrialAccounts(ceilings, book, keys);
      accounts.decide(undefined, "", atMs);
      for (const { route: name, result, costNanoUsd } of outcome.attempts) {
        if (result.kind === "not_covered") continue;
        const route = routes.get(name);
        accounts.call(name, route && estimateNanoUsd(route, view), atMs);
        accounts.settle(costNanoUsd);
      }
    },
  };
}

function healthOf(
  records: ReadonlyMap<string, RouteRecord>,
  atMs: number,
): ReadonlyMap<string, RouteHealth> {
  const health = new Map<string, RouteHealth>();
  for (const [route, record] of records) health.set(route, record.healthAt(atMs));
  return health;
}

function latencyOf(
  speeds: ReadonlyMap<string, RouteSpeed>,
  atMs: number,
): ReadonlyMap<string, RouteLatency> {
  const latency = new Map<string, RouteLatency>();
  for (const [route, speed] of speeds) latency.set(route, speed.latencyAt(atMs));
  return latency;
}
