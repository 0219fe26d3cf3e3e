import { HarnessError } from "../../core/harness-error.ts";
import type { PreviousRun, PreviousRunAsked } from "../../core/previous-run.ts";
import type { RunResult } from "../perform-run.ts";
import type { Redaction } from "../redaction.ts";
import { baselineRunOf } from "./baseline-run.ts";
import { compareRuns } from "./compare-runs.ts";
import { differences, differenceText } from "./comparable.ts";
import { readKeptRun, type KeptRun } from "./kept-run.ts";

/** An earlier run that is older than this may say little of today. */
const STALE_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Holds each candidate of a finished run against what it was in an earlier one; `asked` is
 * `last-green` or the folder of a run. What cannot be compared is said, and changes no verdict.
 */
export async function againstEarlier(
  { folder }: Pick<RunResult, "folder">,
  asked: string,
  redaction: Redaction,
): Promise<readonly PreviousRun[]> {
  const run = readKeptRun(folder);
  const found: PreviousRun[] = [];
  for (const { candidate } of run.comparison.comparisons) {
    const baseline = baselineRunOf(asked, candidate, run);
    const named = { candidate, asked };
    if (baseline.kind === "none") {
      found.push({ ...named, status: "none", because: baseline.because });
    } else {
      found.push(await previousOf(baseline.run, run, named, redaction));
    }
  }
  return found;
}

async function previousOf(
  before: KeptRun,
  after: KeptRun,
  named: PreviousRunAsked,
  redaction: Redaction,
): Promise<PreviousRun> {
  const { candidate } = named;
  const facts = {
    ...named,
    run_id: before.manifest.run_id,
    started_at: before.manifest.started_at,
    age_days: ageDays(before, after),
    stale: staleBecause(before, after),
  };
  const differ = differences(before, after).map(differenceText);
  if (differ.length > 0) return { ...facts, status: "incomparable", differences: differ };
  try {
    // Its own name first: what it was is what it is held against.
    const baseline = before.arms.includes(candidate) ? candidate : undefined;
    const { comparison } = await compareRuns(before, after, { baseline, candidate }, redaction);
    const [pair] = comparison.comparisons;
    const [was, is] = Object.values(comparison.policies).map(({ version }) => version);
    return {
      ...facts,
      status: "compared",
      policy_version_changed: was !== is,
      pairs: pair!.pairs,
      acceptance_rate_difference: pair!.acceptance_rate_difference,
      cost_per_accepted_ratio: pair!.cost_per_accepted_ratio,
      p95_complete_ratio: pair!.p95_complete_ratio,
      discordant: pair!.discordant,
      new_failures: pair!.new_failures ?? [],
    };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { ...facts, status: "incomparable", differences: [error.message] };
  }
}

/** To a tenth of a day. */
function ageDays(before: KeptRun, after: KeptRun): number {
  const [from, to] = [before, after].map(({ manifest }) => Date.parse(manifest.started_at));
  return Math.round(((to! - from!) / DAY_MS) * 10) / 10;
}

function staleBecause(before: KeptRun, after: KeptRun): readonly string[] {
  const age = ageDays(before, after);
  const [was, is] = [before, after].map(({ manifest }) => manifest.tool_version);
  return [
    ...(age > STALE_DAYS ? [`it is ${age} days older than this run`] : []),
    ...(was === is ? [] : [`it was made by routeproof ${was}, this one by ${is}`]),
  ];
}
