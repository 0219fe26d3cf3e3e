/** How a request log served one record, held to the dataset's graders. */
export interface LoggedGrade {
  /** The registry's route that the request first went to; absent: not logged, or not known there. */
  readonly route: string | undefined;
  /** The log holds its end: an answer, or a last failure. */
  readonly isServed: boolean;
  readonly accepted: boolean;
  /** It holds an answer that no grader could judge: it is not accepted for want of a verdict. */
  readonly isUngraded: boolean;
  /** Of all attempts, in whole nano-dollars; absent: of one of them it is not known. */
  readonly costNanoUsd: number | undefined;
  /** Of all attempts; absent: of one of them it is not known. */
  readonly latencyMs: number | undefined;
  /** Of that route, under the policy that wrote the log. */
  readonly propensity: number | undefined;
  /** The registry's routes that the log could have taken; absent: it does not say. */
  readonly possibleRoutes: readonly string[] | undefined;
  readonly isRedacted: boolean;
  /** An attempt is told of without being shown. */
  readonly hasUnseen: boolean;
  /** A cache answered: there is no latency of a model. */
  readonly isCacheHit: boolean;
}
