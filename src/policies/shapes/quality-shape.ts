import type { Optional } from "../optional.ts";

export interface QualityEntryShape extends Optional<{
  lower: number;
  cost_usd: number;
  p95_ms: number;
  output_tokens: number;
}> {
  readonly n: number;
  readonly quality: number;
}

/** Entries by route. */
export type QualityLineShape = Readonly<Record<string, QualityEntryShape>>;

/** A quality table as it is written. */
export interface QualityTableShape {
  readonly $schema?: string | undefined;
  readonly task?: string | undefined;
  readonly fitted_on?:
    | {
        readonly dataset: string;
        readonly sha256: string;
        readonly records: number;
        readonly sample: readonly string[];
      }
    | undefined;
  readonly quality: {
    readonly overall: QualityLineShape;
    readonly tasks?: Readonly<Record<string, QualityLineShape>> | undefined;
  };
}
