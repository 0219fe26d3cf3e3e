import type { JsonObject } from "../../../src/core/json.ts";
import type { ServedAnswer } from "../served-answer.ts";

/** One event of a stream. */
export interface Frame {
  /** The name of the event, where the wire names them. */
  readonly event?: string;
  readonly data: JsonObject | string;
  /** Without it the answer is not whole, and nothing that is needed comes after it. */
  readonly isLastNeeded?: true;
}

/** What went wrong, before a vendor's wire gives it its form. */
export type ErrorWord =
  | "invalid_request"
  | "context_length"
  | "authentication"
  | "permission"
  | "not_found"
  | "too_large"
  | "rate_limit"
  | "quota"
  | "billing"
  | "server"
  | "overloaded";

/** How one vendor's wire writes what the server has to say. */
export interface Payload {
  readonly headers: Readonly<Record<string, string>>;
  servedModel(model: string): string;
  whole(model: string, answer: ServedAnswer): JsonObject;
  frames(model: string, answer: ServedAnswer, body: JsonObject): readonly Frame[];
  /** Content that can be sent again and again. */
  delta(model: string, text: string): Frame;
  errorBody(word: ErrorWord, status: number): JsonObject;
  /** An error within a stream. */
  errorFrame: Frame;
}

/** A text in pieces, as streams bring it. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/.{1,6}/gsu) ?? [];
}
