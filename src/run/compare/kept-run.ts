import { existsSync } from "node:fs";
import type { Comparison } from "../../core/comparison.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";

/** A run that came to its end, as its folder holds it. */
export interface KeptRun {
  /** As it was typed. */
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly comparison: Comparison;
  /** Keys of its policies, the baseline first: their place is an outcome's `arm`. */
  readonly arms: readonly string[];
}

/** Throws `HarnessError` for a folder that holds no run, or one that has no comparison yet. */
export function readKeptRun(folder: string): KeptRun {
  const manifest = readManifest(folder);
  refuseComparison(folder, manifest);
  const comparison = readComparison(folder);
  if (!existsSync(runFolder(folder).journal)) {
    throw new HarnessError("invalid-input", `${folder}: holds reports, but no outcomes`, {
      hint: "name the folder of the run itself",
    });
  }
  const arms = [comparison.baseline, ...comparison.candidates];
  return { folder, manifest, comparison, arms };
}

/** Throws `HarnessError` for a folder that holds no run, but a comparison of two. */
export function refuseComparison(folder: string, { across }: RunManifest): void {
  if (across === undefined) return;
  throw new HarnessError("invalid-input", `${folder}: this is a comparison of two runs`, {
    hint: `name one of its runs: ${across.before.folder} or ${across.after.folder}`,
  });
}

/** The registry's file, whichever policy or option of the run named it. */
export function registryOf({ inputs }: RunManifest): string | undefined {
  return inputs.find(({ role }) => role === "registry")?.path;
}
