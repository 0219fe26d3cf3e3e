import { canonicalJson, sha256Hex } from "../../core/canonical-json.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { ProviderCall, ProviderReply } from "../../core/provider.ts";
import type { WireRequest } from "./call-names.ts";

/** What one call was answered, kept under the name of its request. */
export interface Recording {
  readonly key: string;
  /** Which record asked it first: for people, and to name the nearest recording of a miss. */
  readonly recordId: string;
  /** Of the record's messages alone, whatever wire they went over: 16 hex digits. */
  readonly messagesHash: string;
  readonly request: Omit<WireRequest, "body"> & {
    /** Absent: the texts of the run were not to be kept. */
    readonly body: JsonObject | undefined;
  };
  readonly repeat: number;
  readonly priorCallsOfRoute: number;
  readonly madeUnder: Pick<ProviderCall, "timeoutMs" | "firstTokenTimeoutMs" | "stream">;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** False: the answer's words were left out, and it can be counted but not read. */
  readonly keepsText: boolean;
  readonly reply: ProviderReply;
}

/** By which a miss finds what the same messages were answered elsewhere: 16 hex digits. */
export function messagesHashOf(request: ModelRequest): string {
  return sha256Hex(canonicalJson(request.messages)).slice(0, 16);
}
