import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { viewOf } from "../../core/request-view.ts";
import type { Registry, Route } from "../../core/route.ts";
import { routesNamedBy } from "../../core/routes-of-policy.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import type { CallCosts } from "./call-costs.ts";
import { classifierRecord, type ModelNeeds } from "../advice/classifier-call.ts";
import { PlanCounts, type RouteCalls } from "./plan-counts.ts";
import type { CallSession } from "../session.ts";

/** The first calls of a live run, before any of them: retries and fallbacks come on top. */
export interface LivePlan {
  readonly calls: number;
  /** By the route that is decided on, or that is asked before a decision. */
  readonly routes: ReadonlyMap<string, RouteCalls>;
  /** Records whose decision fails, or has no route: nothing is called for them. */
  readonly withoutCall: number;
}

/**
 * Decides every record without calling anybody, and adds up what the calls may cost at most. What a
 * policy decides that has to ask somebody first is known only then: its dearest route is planned.
 * Throws `HarnessError` "invalid-input" where a call could not be held to a cap: it names each such
 * route with the first record on which it has no bound. `isLeft`: which of them are called at all;
 * absent: every one.
 */
export async function planLiveRun(
  { inputs, dataset, options, arms }: Pick<CallSession, "inputs" | "dataset" | "options" | "arms">,
  costs: CallCosts,
  asOfMs: number,
  isLeft?: (record: ReplayRecord, arm: ReplayArm) => Promise<boolean>,
): Promise<LivePlan> {
  const { registry } = inputs;
  const counts = new PlanCounts(costs, options.repeat);
  const routesOf = (names: readonly string[]): readonly Route[] =>
    names.flatMap((name) => registry.routes.get(name) ?? []);
  const planned = arms.map((arm) => ({
    arm,
    router: arm.router,
    routes: routesOf(routesNamedBy(arm.policy, registry)),
  }));
  const mayBeCalled = new Set(planned.flatMap(({ routes }) => routes));
  let withoutCall = 0;
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const left = isLeft === undefined ? planned : await filterArms(planned, record, isLeft);
      if (left.length === 0) continue;
      for (const route of mayBeCalled) counts.bound(route, record);
      const signals = { nowMs: record.arrivedAtMs ?? asOfMs };
      for (const { router, routes } of left) {
        const { advice } = router;
        if (advice?.kind === "model") planClassifier(record, advice, registry, counts);
        const route =
          advice === undefined
            ? routeDecided(() => router.decide(viewOf(record), signals).route, registry)
            : counts.dearestOf(routes, record);
        if (route === undefined) withoutCall += options.repeat;
        else counts.count(route, record);
      }
    }
  }
  const { routes, problems } = counts;
  if (problems.length > 0) throw invalidInput("a spend cap cannot be kept", problems);
  const calls = [...routes.values()].reduce((sum, route) => sum + route.calls, 0);
  return { calls, routes, withoutCall };
}

async function filterArms<Planned extends { readonly arm: ReplayArm }>(
  planned: readonly Planned[],
  record: ReplayRecord,
  isLeft: (record: ReplayRecord, arm: ReplayArm) => Promise<boolean>,
): Promise<readonly Planned[]> {
  const left: Planned[] = [];
  for (const one of planned) if (await isLeft(record, one.arm)) left.push(one);
  return left;
}

function planClassifier(
  record: ReplayRecord,
  needs: ModelNeeds,
  registry: Registry,
  counts: PlanCounts,
): void {
  const route = registry.routes.get(needs.route);
  if (route === undefined) return;
  const asked = classifierRecord(record, needs);
  counts.bound(route, asked);
  counts.count(route, asked);
}

/** The plan for whoever is asked what it may cost. */
export function livePlanText({ calls, routes, withoutCall }: LivePlan): string {
  const width = Math.max(5, ...[...routes.keys()].map((name) => name.length));
  const line = (name: string, count: string, usd: string): string =>
    `  ${name.padEnd(width)}  ${count.padStart(9)}  ${usd.padStart(14)}`;
  const usd = (nanoUsd: number): string => `$${usdFromNanoUsd(nanoUsd).toFixed(4)}`;
  const lines = [...routes]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, route]) => line(name, String(route.calls), usd(route.worstNanoUsd)));
  const worst = [...routes.values()].reduce((sum, { worstNanoUsd }) => sum + worstNanoUsd, 0);
  return [
    "A live run calls models and costs money. First calls, before retries and fallbacks:",
    line("route", "calls", "at most"),
    ...lines,
    line("in all", String(calls), usd(worst)),
    ...(withoutCall === 0 ? [] : [`  ${withoutCall} decisions call nobody`]),
    "At most: prompts counted by the byte, every answer as long as it may be, and what policies ask",
    "alike, which is sent once, counted for each of them.",
  ].join("\n");
}

/** A decision that fails is that record's own ending, when its turn comes. */
function routeDecided(decide: () => string | undefined, { routes }: Registry): Route | undefined {
  try {
    const name = decide();
    return name === undefined ? undefined : routes.get(name);
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}
