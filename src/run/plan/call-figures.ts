import type { FailureKind } from "../../core/failure.ts";
import type { FiguresFrom } from "../../core/run-plan.ts";

/** How a route answers, as far as anything is known of it before a run: shares are 0..1 of calls. */
export interface CallFigures {
  readonly from: FiguresFrom;
  readonly errors: readonly { readonly kind: FailureKind; readonly share: number }[];
  /** Share of answers that break the response schema; they are never accepted. */
  readonly schemaErrorShare: number;
  /** Share of calls that did not fail whose answer is accepted; absent: not known. */
  readonly acceptance: number | undefined;
  /** A lognormal of the time to an answer; absent: not known. */
  readonly latency: { readonly p50Ms: number; readonly sigma: number } | undefined;
  /** Mean of an answer; absent: as long as what is expected of the record. */
  readonly outputTokens: number | undefined;
}
