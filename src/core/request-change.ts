import type { RedactionKind } from "./redaction-kinds.ts";

/** What a policy changes in a request before it is sent; an absent field changes nothing. */
export interface RequestChange {
  readonly maxOutputTokens?: number;
  readonly withoutTools?: true;
  /** A system message put before the others. */
  readonly instruction?: string;
  readonly redact?: readonly RedactionKind[];
}
