import type { RejectedRow } from "../core/dataset.ts";

/** Which records of a dataset are wanted, and what becomes of rows that cannot be read. */
export interface CheckOptions {
  readonly limit: number | undefined;
  readonly sample: number | undefined;
  readonly seed: number;
  /** Values of one tag are alternatives; different tags must all fit. */
  readonly filters: readonly { readonly tag: string; readonly value: string }[];
  /** Rows that cannot be read are errors. */
  readonly strict: boolean;
  readonly onRejected: (row: RejectedRow) => void | Promise<void>;
}
