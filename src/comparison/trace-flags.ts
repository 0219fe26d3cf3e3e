import type { PolicyTrace } from "../core/policy-trace.ts";
import * as flag from "./outcome-flags.ts";

/** What a policy tells of a record besides its route, as flags of its outcome. */
export function traceFlags({ downgradedFrom, events }: PolicyTrace): number {
  let flags = downgradedFrom === undefined ? 0 : flag.DOWNGRADED | flag.CAPPED;
  const isCapped = events?.some(({ kind }) => kind === "cap_reached" || kind === "capped") ?? false;
  if (isCapped) flags |= flag.CAPPED;
  return flags;
}
