import { HarnessError, invalidInput } from "../core/harness-error.ts";
import type { Problem } from "../core/problem.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import { viewOf } from "../core/request-view.ts";
import type { Route } from "../core/route.ts";
import type { CallCosts } from "./call-costs.ts";
import { callableRoutes } from "./callable-routes.ts";
import type { CallSession } from "./session.ts";

/** The first calls of a live run, before any of them: retries and fallbacks come on top. */
export interface LivePlan {
  readonly calls: number;
  /** By the route that is decided on. */
  readonly routes: ReadonlyMap<string, RouteCalls>;
  /** Records whose decision fails, or has no route: nothing is called for them. */
  readonly withoutCall: number;
}

interface RouteCalls {
  readonly calls: number;
  /** If every answer is as long as it may be. */
  readonly worstNanoUsd: number;
}

/**
 * Decides every record without calling anybody, and adds up what the calls may cost at most.
 * Throws `HarnessError` "invalid-input" where a call could not be held to a cap: it names each such
 * route with the first record on which it has no bound.
 */
export async function planLiveRun(
  { inputs, dataset, options, arms }: Pick<CallSession, "inputs" | "dataset" | "options" | "arms">,
  { worstCaseOf }: CallCosts,
  asOfMs: number,
): Promise<LivePlan> {
  const routes = new Map<string, RouteCalls>();
  const unbounded = new Map<string, Problem>();
  const policies = arms.map(({ policy }) => policy);
  const mayBeCalled = callableRoutes({ policies, registry: inputs.registry });
  let withoutCall = 0;
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      for (const route of mayBeCalled) {
        const worst = worstCaseOf(route, record);
        if (worst.kind === "bounded" || unbounded.has(route.name)) continue;
        unbounded.set(route.name, unboundedProblem(route, record, worst.because));
      }
      const signals = { nowMs: record.arrivedAtMs ?? asOfMs };
      for (const { router } of arms) {
        const name = routeDecided(() => router.decide(viewOf(record), signals).route);
        const route = name === undefined ? undefined : inputs.registry.routes.get(name);
        if (route === undefined) {
          withoutCall += options.repeat;
          continue;
        }
        const worst = worstCaseOf(route, record);
        const nanoUsd = worst.kind === "bounded" ? worst.nanoUsd : 0;
        const { calls = 0, worstNanoUsd = 0 } = routes.get(route.name) ?? {};
        routes.set(route.name, {
          calls: calls + options.repeat,
          worstNanoUsd: worstNanoUsd + nanoUsd * options.repeat,
        });
      }
    }
  }
  if (unbounded.size > 0) {
    throw invalidInput("a spend cap cannot be kept", [...unbounded.values()]);
  }
  const calls = [...routes.values()].reduce((sum, route) => sum + route.calls, 0);
  return { calls, routes, withoutCall };
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
    "At most: prompts counted by the byte, and every answer as long as it may be.",
  ].join("\n");
}

/** A decision that fails is that record's own ending, when its turn comes. */
function routeDecided(decide: () => string | undefined): string | undefined {
  try {
    return decide();
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}

function unboundedProblem({ name }: Route, { id, source }: ReplayRecord, because: string): Problem {
  return {
    file: undefined,
    line: undefined,
    column: undefined,
    message: `route "${name}" may cost any amount (record "${id}", ${source}): ${because}`,
    hint: "it needs max_output_tokens and a price, its own or one of --prices FILE",
  };
}
