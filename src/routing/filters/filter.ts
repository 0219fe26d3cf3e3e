import type { Policy } from "../../core/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { RequestView } from "../../core/request-view.ts";
import type { Registry, Route } from "../../core/route.ts";
import type { Signals } from "../../core/router.ts";
import type { RouterOptions } from "../router-options.ts";

/** A filter at work for one policy: pure, asked for each route of each record. */
export interface FilterAtWork {
  /** Whether it may object to any route for this record; absent: that takes asking for each. */
  readonly isConcerned?: (view: RequestView) => boolean;
  /** What speaks against a route for this record, at this moment; absent: nothing. */
  refusalOf(route: Route, view: RequestView, signals: Signals): Refusal | undefined;
}

/** What a filter is made from. */
export interface FilterSetup {
  readonly policy: Policy;
  readonly registry: Registry;
  /** Routes that the policy names and nothing speaks against for the whole run. */
  readonly routes: readonly Route[];
  readonly options: RouterOptions;
}

/** Puts a filter to work; absent: it can never object under this policy and registry. */
export type MakeFilter = (setup: FilterSetup) => FilterAtWork | undefined;
