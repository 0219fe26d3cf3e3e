import type { LoggedAttempt } from "../../core/logged-request.ts";

/** What the price list makes of a call at a moment, in nano-dollars; absent: not known. */
export type CostOf = (
  attempt: LoggedAttempt,
  atMs: number | undefined,
) => { readonly nanoUsd: number | undefined; readonly isKnownModel: boolean };
