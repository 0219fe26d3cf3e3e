import type { KnownMeasures } from "../../../../src/run/plan/known-measures.ts";
import { assert } from "vitest";
import type { Gate } from "../../../../src/core/gate.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import type { Route } from "../../../../src/core/route.ts";
import { GateReaches, type ReachedGate } from "../../../../src/run/plan/gate-reach.ts";
import { aPolicy } from "../../comparison/a-policy.ts";
import { aRecord } from "../../comparison/a-comparison.ts";
import { aRegistry } from "../../routing/policy-builders.ts";

export interface ReachAsked {
  readonly policy?: Partial<Policy>;
  readonly route?: Partial<Route> | undefined;
  readonly record?: (ordinal: number) => Partial<ReplayRecord>;
  readonly asksSchema?: boolean;
  readonly measures?: Partial<KnownMeasures>;
  readonly decides?: boolean;
}

/** What the gates of a policy can come to with so many records. */
export function reachesOf(records: number, asked: ReachAsked): readonly ReachedGate[] {
  const route = aRegistry({ small: asked.route ?? {} }).routes.get("small");
  assert(route !== undefined);
  const policy = aPolicy(asked.policy);
  const reaches = new GateReaches({
    records,
    repeats: 1,
    candidate: { key: "candidate", policy },
    graders: ["exact_match"],
    tagNames: ["part"],
    routesKnown: [],
  });
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    reaches.observe(
      {
        record: aRecord(ordinal, asked.record?.(ordinal)),
        route: asked.decides === false ? undefined : route,
        because: "decided",
        measures: { isPriced: true, isTimed: true, hasFirstToken: true, ...asked.measures },
        asksSchema: asked.asksSchema ?? true,
        graders: ["exact_match"],
        gatedProviders: policy.promotion.gates.some(({ provider }) => provider === "openai")
          ? ["openai"]
          : [],
      },
      undefined,
    );
  }
  return reaches.finish().gates;
}

/** The one gate that was asked for. */
export function reachOf(records: number, gate: Gate, more: ReachAsked = {}): ReachedGate {
  const promotion = { confidence: 0.95, decideOn: "bound", gates: [gate] } as const;
  const [only, ...others] = reachesOf(records, { ...more, policy: { ...more.policy, promotion } });
  assert(only !== undefined && others.length === 0);
  return only;
}
