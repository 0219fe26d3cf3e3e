import type { DecisionEntry } from "../../core/decision-entry.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import type { KeptRun } from "../compare/kept-run.ts";
import type { Redaction } from "../redaction.ts";
import { runFolder, writeManifest } from "../run-folder.ts";
import { readPromotionLog } from "./promotion-log.ts";

/** Enters a decision into the run that it rests on: reports say it from now on. */
export function rememberDecision(
  { folder, manifest }: KeptRun,
  entry: DecisionEntry,
  redaction: Redaction,
): void {
  const now: RunManifest = redaction.json({
    ...manifest,
    decisions: [...(manifest.decisions ?? []), entry],
  });
  writeManifest(runFolder(folder), now);
}

/**
 * What was decided on policies before a run, for its manifest: an override is shown ever after.
 * `notes`: what of the log could not be read.
 */
export function decisionsBefore(
  root: string,
  policies: readonly string[],
): { readonly manifest: Pick<RunManifest, "decisions">; readonly notes: readonly string[] } {
  const { entries, notes } = readPromotionLog(root);
  const decisions = entries.filter(({ policy }) => policies.includes(policy));
  return { manifest: decisions.length === 0 ? {} : { decisions }, notes };
}
