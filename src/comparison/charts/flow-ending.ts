import * as flag from "../outcome-flags.ts";

/** How records end in a flow, best first; places in this list are an ending's code. */
export const flowEndings = [
  "accepted",
  "rejected",
  "not scored",
  "failed",
  "stopped",
  "queued",
  "static answer",
  "not covered",
] as const;

/** One of them. */
export type FlowEnding = (typeof flowEndings)[number];

/**
 * How an outcome with these flags ended. Accepted are those that METRICS count as accepted; an
 * answer that no grader could judge is neither accepted nor called wrong.
 */
export function flowEndingOf(flags: number): FlowEnding {
  if ((flags & flag.COVERED) === 0) return "not covered";
  if ((flags & flag.ACCEPTED) !== 0) return "accepted";
  if ((flags & flag.ANSWERED) !== 0) {
    return (flags & (flag.SCORED | flag.SCHEMA_INVALID)) === 0 ? "not scored" : "rejected";
  }
  if ((flags & flag.FAILED) !== 0) return "failed";
  if ((flags & flag.STOPPED) !== 0) return "stopped";
  return (flags & flag.QUEUED) === 0 ? "static answer" : "queued";
}
