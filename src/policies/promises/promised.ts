import type { DrillScript } from "../../core/drilled-reply.ts";
import type { PromiseKind } from "../../core/drill-report.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { Ending } from "../../core/outcome.ts";
import type { RequestView } from "../../core/request-view.ts";
import type { AttemptKind } from "../../core/step.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";

/** A request that a drill makes up. */
export interface DrillRequest extends RequestView {
  /** Milliseconds since 1970; absent: the moment of the drill. */
  readonly arrivedAtMs: number | undefined;
}

/** An attempt that has to be seen. */
export interface ExpectedAttempt {
  readonly kind: AttemptKind;
  /** Any of these routes; `same`: the route of the attempt before. */
  readonly route: readonly string[] | "same";
  /** `none`: it has to answer. Absent: how it ends does not matter here. */
  readonly failure?: FailureKind | "none";
  /** In milliseconds, exactly. */
  readonly latencyMs?: number;
}

/** What has to be seen after an injection. */
export interface Expectation {
  /** From the first call on, in order. */
  readonly attempts: readonly ExpectedAttempt[];
  /** Whether more calls may follow, which other promises speak of. Absent: none may. */
  readonly mayGoOn?: true;
  /** Absent: other promises speak of it. */
  readonly ending?: Ending["kind"];
  /** A reason for review that has to be there, or has to be absent. */
  readonly review?: { readonly reason: string; readonly isAsked: boolean };
  /** Whether the last attempt counts as a fallback that nobody approved. */
  readonly isUnreviewed?: boolean;
  /** How many calls there have to be, all told. */
  readonly calls?: number;
  /** How many there may be. */
  readonly mostCalls?: number;
  /** How often the first route may be called at most. */
  readonly mostCallsOfFirst?: number;
  /** The one route that may be called at all. */
  readonly onlyRoute?: string;
  readonly neverCalled?: readonly string[];
  readonly neverFallsBackTo?: readonly string[];
  /** What a gate of the comparison makes of it, by the gate's metric. */
  readonly gate?: { readonly metric: string; readonly status: "pass" | "fail" };
}

/** A request, and what routes say to it. */
export interface DrillStep {
  readonly request: DrillRequest;
  readonly script: DrillScript;
  /** How long nothing happens before it, in milliseconds; absent: it follows at once. */
  readonly afterMs?: number;
}

/** One injection into the policy at work. */
export interface Drill extends DrillStep {
  /** What is injected, in a few words: `timeout`. */
  readonly words: string;
  /** What is sent before, one request after the other. */
  readonly before?: readonly DrillStep[];
  /** The document as it is put to work; absent: as it is written. */
  readonly shape?: PolicyShape;
  /** A claim that a route is made to lack. */
  readonly withoutClaim?: { readonly route: string; readonly claim: string };
  /** How long the request has waited since it arrived, in milliseconds; absent: nobody knows. */
  readonly queuedMs?: number;
  /** Routes that are made to serve from these regions; `regions` absent: they do not say. */
  readonly served?: {
    readonly routes: readonly string[];
    readonly regions: readonly string[] | undefined;
  };
  /** A route's context window, in tokens. */
  readonly window?: { readonly routes: readonly string[]; readonly tokens: number };
  /** Routes that are given a price, of every call alike. */
  readonly priced?: { readonly routes: readonly string[]; readonly perRequestNanoUsd: number };
  /** Of the request itself, not of those before. */
  readonly expected: Expectation;
}

/** One thing that a policy's document promises, with the injections that prove it. */
export interface Promised {
  readonly kind: PromiseKind;
  readonly id: string;
  /** What is promised, for people. */
  readonly words: string;
  /** `file:line:column`; absent: it is not written but holds for every policy. */
  readonly place: string | undefined;
  readonly drills: readonly Drill[];
  /** In place of those, for a gateway, whose configuration no drill can change; absent: the same. */
  readonly atGateway?: readonly Drill[];
  /** Why there is no drill; absent where there are some. */
  readonly notDrilled?: string;
}
