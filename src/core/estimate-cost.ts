import type { RequestView } from "./request-view.ts";
import type { Route } from "./route.ts";

/** What a call is expected to cost before it is made; absent: nobody can say, which is not 0. */
export type EstimateNanoUsd = (route: Route, view: RequestView) => number | undefined;
