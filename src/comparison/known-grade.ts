/** What a table says one route would have made of a record. */
export interface KnownGrade {
  readonly accepted: boolean;
  readonly score: number | undefined;
  readonly costNanoUsd: number | undefined;
  readonly latencyMs: number | undefined;
}
