import type { Attempt } from "../core/attempt.ts";
import type { GatewayEvidence } from "../core/call-evidence.ts";
import type { Policy } from "../core/policy.ts";
import * as flag from "./outcome-flags.ts";

/** What a gateway did behind one call, as flags of its outcome. */
export function gatewayFlags({ retries, fallbacks, violation }: GatewayEvidence): number {
  let flags = flag.GATEWAY;
  if (fallbacks !== undefined && fallbacks > 0) flags |= flag.FELL_BACK | flag.GATEWAY_FELL_BACK;
  if (retries !== undefined && retries > 0) flags |= flag.RETRIED | flag.GATEWAY_RETRIED;
  if (violation !== undefined) flags |= flag.VIOLATED;
  return flags;
}

/** The route that a policy leaves to a gateway; absent: its strategy is another. */
export function gatewayRouteOf({ strategy }: Policy): string | undefined {
  return strategy.kind === "gateway" ? strategy.route : undefined;
}

/** Flags of an outcome under a policy that leaves the choice to the gateway behind `route`. */
export function choiceFlags(attempts: readonly Attempt[], route: string): number {
  let flags = 0;
  for (const { route: called, result, evidence } of attempts) {
    if (called !== route) continue;
    flags |= flag.GATEWAY;
    const isJudged =
      evidence?.gateway?.servedRoute !== undefined || evidence?.gateway?.violation !== undefined;
    if (result.kind === "response" && !isJudged) flags |= flag.UNTOLD;
  }
  return flags;
}
