import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";

/** One of the two logs, read once and found sound. */
export interface CheckedLog {
  readonly manifest: Manifest;
  readonly dataset: CheckedDataset;
}

export type BothLogs = Readonly<Record<"control" | "canary", CheckedLog>>;

/** The names of the graders that a manifest asks for. */
export function gradersOf({ scoring }: Manifest): readonly string[] {
  return scoring.map(({ name }) => name);
}
