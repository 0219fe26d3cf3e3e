import type { Clock } from "./clock.ts";
import type { FailureKind } from "./failure.ts";
import type { Trial } from "./trial.ts";
import type { Usage } from "./usage.ts";

/** What a classifier makes of a request. */
export interface Classification {
  /** Absent: unsure. */
  readonly label: string | undefined;
  /** 0..1; absent: it does not say. */
  readonly confidence: number | undefined;
  readonly by: "label" | "rules" | "neighbours" | "model";
  readonly because: string;
  /** What classifying took; absent: not known. Never part of an outcome's latency. */
  readonly latencyMs: number | undefined;
  /** Absent: not known. Never part of an outcome's cost. */
  readonly costNanoUsd: number | undefined;
  /** Absent: no model was called. */
  readonly usage: Usage | undefined;
  /** Why a model gave no label; absent: it was not asked, or it answered. */
  readonly failure?: ClassifierFailure;
}

/** How a classifier's call failed; `not_covered`: nothing is known of what it would answer. */
export type ClassifierFailure = FailureKind | "not_covered";

/** What a policy was told before it decides. */
export type Advice =
  | { readonly kind: "classified"; readonly classification: Classification }
  | { readonly kind: "chosen"; readonly route: string; readonly because: string }
  /** Of a module it breaks the record; of a classifier it is as good as unsure. */
  | { readonly kind: "failed"; readonly because: string };

/** What has to be asked before a policy can decide. */
export type AdviceNeeds =
  | {
      readonly kind: "model";
      readonly route: string;
      readonly labels: readonly string[];
      readonly timeoutMs: number | undefined;
      readonly goldenTag: string | undefined;
    }
  | {
      readonly kind: "module";
      /** As seen from the working directory. */
      readonly path: string;
      readonly exportName: string;
      readonly timeoutMs: number;
    };

/**
 * Asked once a trial before its decision, on the trial's clock. What fails is advice that failed;
 * only an aborted signal, and a `HarnessError` that ends the run, reject.
 */
export interface Advisor {
  advise(trial: Trial, clock: Clock, signal: AbortSignal): Promise<Advice>;
}
