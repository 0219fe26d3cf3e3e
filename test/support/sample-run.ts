import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import { projectRoot, routeproof } from "./routeproof.ts";

/** A run of the sample data that stands in the README, in a folder of its own. */
export interface SampleRun {
  readonly folder: string;
  /** Where the command was typed: the run's own paths begin there. */
  readonly startedIn: string;
  readonly path: (name: string) => string;
  readonly comparison: Comparison;
  readonly remove: () => void;
}

/** The candidate that may be promoted, or the bargain that is rejected. */
export type SampleCandidate = "support-by-risk" | "support-cheapest";

export function aSampleRun(candidate: SampleCandidate): SampleRun {
  const place = mkdtempSync(join(tmpdir(), "routeproof-sample-"));
  // As in the README, so that the page shows the README's paths.
  for (const name of ["datasets", "policies"]) {
    symlinkSync(join(projectRoot, name), join(place, name));
  }
  const folder = join(place, "reports", "sample");
  const done = routeproof(
    [
      "run",
      "--dataset=datasets/support-triage.dataset.yaml",
      "--baseline=policies/support-baseline.yaml",
      `--candidate=policies/${candidate}.yaml`,
      "--out=reports/sample",
    ],
    { cwd: place },
  );
  if (done.code !== 0 && done.code !== 100) throw new Error(`exit ${done.code}: ${done.stderr}`);
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    startedIn: place,
    path,
    comparison: JSON.parse(readFileSync(path("comparison.json"), "utf8")) as Comparison,
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
