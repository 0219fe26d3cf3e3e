import type { Problem } from "../../core/problem.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import type { RunOptions } from "../options/run-options.ts";

/** What keeps a run from replaying its records at the log's own pace. */
export function paceProblems(
  { file, kind, record }: Manifest,
  { speed }: Pick<RunOptions, "speed">,
): readonly Problem[] {
  // A log's own format says where its times stand.
  if (speed === undefined || kind === "log" || record.arrived_at !== undefined) return [];
  return [
    {
      file,
      line: undefined,
      column: undefined,
      message: "--speed: nothing says when the records arrived",
      hint: "name their column or path: `record: {arrived_at: …}`, or leave out --speed",
    },
  ];
}
