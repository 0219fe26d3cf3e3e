/** `comparison.json`'s account of routes and providers; names are snake_case as everywhere in it. */
import type { GateResult } from "./comparison.ts";
import type { Lifecycle } from "./route.ts";

/**
 * `not_promised`: no fallback between the two is written; `not_drilled`: one is, and nothing was
 * injected to prove it.
 */
export type Drilled = "pass" | "fail" | "not_drilled" | "not_promised";

/** How ready a policy is to go on from one provider to another. */
export interface ProviderFailover {
  readonly from: string;
  readonly to: string;
  /** Fallbacks between routes of the two that the policy may take, sorted. */
  readonly routes: readonly { readonly from: string; readonly to: string }[];
  readonly drilled: Drilled;
  /** Fallbacks that were called in this run. */
  readonly seen: number;
  /** Outcomes that were accepted with an answer of such a fallback. */
  readonly accepted: number;
}

/** What a policy names a route for: to choose it, to fall back on it, or only to allow it. */
export type RouteRole = "choice" | "fallback" | "allowed";

/** A route that policies of the run name and that no outcome was decided for or called. */
export interface UnusedRoute {
  readonly route: string;
  readonly provider: string;
  readonly lifecycle: Lifecycle;
  /** The most that any policy names it for. */
  readonly role: RouteRole;
  /** Policies that name it, in the order of the run. */
  readonly named_by: readonly string[];
}

/** Figures of one route on the records of a comparison of two. */
export interface RouteFigures {
  readonly acceptance_rate: number;
  readonly cost_per_request_usd: number;
  readonly p95_complete_ms: number;
}

/** A route that another one equals or beats in everything, and beats in something. */
export interface DominatedRoute {
  readonly route: string;
  readonly by: string;
  /** Outcomes of either route, of the same records. */
  readonly n: number;
  /** `table`: what each route alone answers; `decided`: what two policies made of them. */
  readonly basis: "table" | "decided";
  readonly figures: RouteFigures;
  readonly by_figures: RouteFigures;
}

/** What a route has to show before it moves on to another stage of its life, and has shown. */
export interface ExitCriteriaResult {
  readonly route: string;
  readonly lifecycle: Lifecycle;
  readonly to: Lifecycle;
  /** The policy that sent it most records; null: none did. */
  readonly policy: string | null;
  readonly records: number;
  readonly gates: readonly Pick<
    GateResult,
    "id" | "metric" | "bound" | "threshold" | "observed" | "status" | "because"
  >[];
  /** Whether every gate passes. */
  readonly is_met: boolean;
}

export interface RoutesInUse {
  readonly unused: readonly UnusedRoute[];
  readonly dominated: readonly DominatedRoute[];
  /** Absent: no route of the run has any. */
  readonly exit_criteria?: readonly ExitCriteriaResult[];
}
