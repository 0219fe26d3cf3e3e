import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import type { LogLine } from "./log-line.ts";

/** What was asked, as far as the log holds it. */
export interface LoggedInput {
  /** Without messages where the prompt is not kept. */
  readonly request: ModelRequest;
  /** The prompt, or a part of it, is not in the log. */
  readonly isRedacted: boolean;
  readonly expected?: JsonValue;
  readonly features?: Readonly<Record<string, Signal>>;
  /** Of the route that the log decided on, above 0 and at most 1. */
  readonly propensity?: number;
  /** By route name: the log's whole distribution. */
  readonly propensities?: Readonly<Record<string, number>>;
}

/** What the log itself says of an answer. */
export interface LoggedVerdict {
  readonly accepted?: boolean;
  readonly score?: number;
  readonly signals?: Readonly<Record<string, Signal>>;
}

interface RowEvent {
  /** Of the request, as the log names it: events of one key may belong together. */
  readonly foldKey: string;
  /** Where the paths of the manifest's `record` lead into. */
  readonly row: JsonObject;
}

/** One model call: most rows of most logs. */
export interface CallEvent extends RowEvent {
  readonly kind: "call";
  /** Of the call; the first call's is the record's. */
  readonly id: string;
  /** Milliseconds since 1970, with fractions; absent: the log does not say. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Absent: another row says what was asked. */
  readonly input: LoggedInput | undefined;
  readonly attempt: LoggedAttempt;
  /** Two calls of one key with the same response are one call that two sides tell of. */
  readonly responseId?: string | undefined;
  /** A failed call is joined to later ones of the same chain only; absent: the key is the chain. */
  readonly chain?: string | undefined;
  /** Earlier calls of the request that the row tells of without showing them. */
  readonly unseenBefore: readonly { readonly route: string | undefined }[];
  readonly verdict?: LoggedVerdict;
}

/** A row that only asks, such as a line of a batch's input file. */
export interface RequestEvent extends RowEvent {
  readonly kind: "request";
  readonly id: string;
  readonly startMs: number | undefined;
  readonly input: LoggedInput;
  /** Of the calls of the request that say none. */
  readonly requestedModel?: string | undefined;
}

/**
 * A row that only measures: a model's part in a call that another row tells of. What the parts of a
 * call used and cost adds up to what it did.
 */
export interface MeasureEvent extends RowEvent {
  readonly kind: "measure";
  readonly attempt: LoggedAttempt;
}

/** A row that only judges: feedback on a request that other rows hold. */
export interface VerdictEvent extends RowEvent {
  readonly kind: "verdict";
  readonly verdict: LoggedVerdict;
}

/** A whole request in our own words: it is taken as it is. */
export interface RecordEvent extends RowEvent {
  readonly kind: "record";
  readonly line: LogLine;
}

export type LogEvent = CallEvent | RequestEvent | MeasureEvent | VerdictEvent | RecordEvent;
