import { assert } from "vitest";
import { compare } from "../../../src/comparison/compare.ts";
import { createCollector } from "../../../src/comparison/collector.ts";
import type { KnownGrade } from "../../../src/comparison/known-grade.ts";
import type { RoutesSetup, WrittenFailover } from "../../../src/comparison/routes-setup.ts";
import type { Comparison } from "../../../src/core/comparison.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Route } from "../../../src/core/route.ts";
import { aRegistry } from "../routing/policy-builders.ts";
import { aDataset, someRecords } from "./a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

export function aRoute(name: string, changes: Partial<Route>): Route {
  const route = aRegistry({ [name]: changes }).routes.get(name);
  assert(route !== undefined);
  return route;
}

const routes: readonly Route[] = [
  aRoute("small", { provider: "openai" }),
  aRoute("large", { provider: "anthropic" }),
  aRoute("backup", { provider: "google" }),
  aRoute("twin", { provider: "openai" }),
  aRoute("old", { provider: "google", lifecycle: "deprecated" }),
];

export interface TwoArms {
  readonly records: number;
  readonly policies: readonly [Partial<Policy>, Partial<Policy>];
  readonly outcomes: (ordinal: number, arm: number) => Partial<Outcome>;
  readonly known?: (ordinal: number) => readonly (KnownGrade | undefined)[];
  readonly routesKnown?: readonly string[];
  readonly failovers?: readonly WrittenFailover[];
  readonly routes?: readonly Route[];
}

/** Two arms, "before" and "after", and what is said of their routes. */
export function run({ records, policies, outcomes, known, ...more }: TwoArms): Comparison {
  const arms = (["before", "after"] as const).map((key, arm) => ({
    key,
    policy: aPolicy({ name: key, ...policies[arm] }),
  }));
  const collector = createCollector({
    records,
    repeats: 1,
    arms,
    graders: ["exact_match"],
    tagNames: [],
    routesKnown: more.routesKnown ?? [],
  });
  for (const record of someRecords(records)) {
    collector.observe(record, known?.(record.ordinal));
    for (const arm of [0, 1]) {
      collector.add(anOutcome({ ordinal: record.ordinal, arm, ...outcomes(record.ordinal, arm) }));
    }
  }
  const setup: RoutesSetup = {
    registry: { routes: new Map((more.routes ?? routes).map((route) => [route.name, route])) },
    failovers: new Map([["after", more.failovers ?? []]]),
  };
  return compare(collector, { dataset: aDataset, seed: 1, bootstrapReplicates: 50, routes: setup });
}

export const pinned = (route: string): Partial<Policy> => ({
  strategy: { kind: "pinned", route },
  primaryRoute: route,
});

/** An outcome of one attempt on a route. */
export function on(
  route: string,
  {
    costNanoUsd = 1_000,
    latencyMs = 100,
    isAccepted = true,
  }: {
    readonly costNanoUsd?: number;
    readonly latencyMs?: number;
    readonly isAccepted?: boolean;
  } = {},
): Partial<Outcome> {
  return {
    route,
    attempts: [anAttempt({ route, costNanoUsd, latencyMs })],
    grade: isAccepted ? anAcceptedGrade : aRefusedGrade,
  };
}
