import { joinCalls, type FoldedRequest } from "./join-calls.ts";
import type { JoinPart } from "./fold-parts.ts";
import type { LogLine } from "./log-line.ts";

/** A request that several rows tell of, joined. */
export interface JoinedRequest extends Omit<FoldedRequest, "line"> {
  readonly id: () => string;
  readonly line: () => LogLine;
  /** The same as JSON. */
  readonly text: () => string;
  /** The same as JSON in UTF-8. */
  readonly bytes: () => Uint8Array;
  readonly arrivedAtMs: number | undefined;
  readonly isRedacted: boolean;
}

/** `copy`: of several requests with one id the second is "id#2". */
export function joinedRequest(parts: readonly JoinPart[], copy: number): JoinedRequest {
  const { line: joined, ...counts } = joinCalls(parts);
  const line = copy === 1 ? joined : { ...joined, id: `${joined.id}#${copy}` };
  return {
    ...counts,
    id: () => line.id,
    line: () => line,
    text: () => JSON.stringify(line),
    bytes: () => Buffer.from(JSON.stringify(line)),
    arrivedAtMs: line.at_ms,
    isRedacted: line.redacted === true,
  };
}
