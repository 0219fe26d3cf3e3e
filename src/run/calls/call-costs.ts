import { estimatedPromptTokens } from "../../core/model-request.ts";
import type { ProviderCall } from "../../core/provider.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Route } from "../../core/route.ts";
import { worstCase, type WorstCase } from "../../providers/worst-case.ts";
import { worstCaseBehind } from "../../providers/worst-case-behind.ts";
import type { Called } from "./callable-routes.ts";
import { requestOf } from "./request-of.ts";
import { servableRoutes } from "./servable-routes.ts";

/** What calls may cost and weigh, before they are sent. */
export interface CallCosts {
  readonly worstCaseOf: (route: Route, record: ReplayRecord) => WorstCase;
  /** Whole nano-dollars; undefined: nothing bounds it. */
  readonly worstCaseNanoUsd: (call: ProviderCall) => number | undefined;
  /** What limits of tokens a minute are held against: the prompt, and all that may be answered. */
  readonly estimateTokens: (call: Pick<ProviderCall, "route" | "record">) => number;
}

/** A request is written once for each route, whoever asks what it may cost. */
export function createCallCosts(called: Called): CallCosts {
  const servable = servableRoutes(called);
  const known = new WeakMap<ReplayRecord, Map<Route, WorstCase>>();
  const worstCaseOf = (route: Route, record: ReplayRecord): WorstCase => {
    let ofRecord = known.get(record);
    if (ofRecord === undefined) known.set(record, (ofRecord = new Map<Route, WorstCase>()));
    let worst = ofRecord.get(route);
    if (worst === undefined) {
      const { request } = record;
      const bodyBytes = Buffer.byteLength(JSON.stringify(requestOf(route, request).body));
      const behind = servable.get(route.name);
      const asked = { request, bodyBytes };
      worst =
        behind === undefined ? worstCase(route, asked) : worstCaseBehind(route, behind, asked);
      ofRecord.set(route, worst);
    }
    return worst;
  };
  return {
    worstCaseOf,
    worstCaseNanoUsd: ({ route, record }) => {
      const worst = worstCaseOf(route, record);
      return worst.kind === "bounded" ? worst.nanoUsd : undefined;
    },
    estimateTokens: ({ route, record: { request } }) => {
      const ofRoute = route.parameters["max_output_tokens"];
      const bounds = [request.maxOutputTokens, ofRoute].filter(
        (bound) => typeof bound === "number",
      );
      const outputTokens = bounds.length === 0 ? 0 : Math.min(...bounds);
      return estimatedPromptTokens(request) + outputTokens;
    },
  };
}
