import { HarnessError } from "../../core/harness-error.ts";
import type { PolicyChange } from "../../core/policy-change.ts";
import type { DiffSide, PolicyDiff, PolicyTraffic } from "../../core/policy-diff.ts";
import { diffPolicies } from "../../policies/changes/diff-policies.ts";
import { reviewAnswers, variablesOf } from "../../policies/changes/review-questions.ts";
import { toolCommand } from "../../reports/run-command.ts";
import { drillPolicy } from "../drills/drill.ts";
import { loadPolicies, type LoadedSide } from "../load-policies.ts";
import { openDataset } from "../open-dataset.ts";
import { policyTraffic } from "./policy-traffic.ts";
import type { Redaction } from "../redaction.ts";

/** What `diff` is asked for; nothing is optional any more. */
export interface DiffOptions {
  readonly before: string;
  readonly after: string;
  /** Absent: no traffic is shown. */
  readonly dataset: string | undefined;
  readonly registry: string | undefined;
  readonly prices: string | undefined;
  /** Milliseconds since 1970 that count as now for records without an arrival time. */
  readonly asOfMs: number;
  readonly seed: number;
}

/**
 * What changed between two policies, the traffic that moves, and what a reviewer asks. Throws
 * `HarnessError` where an input is not sound.
 */
export async function diff(options: DiffOptions, redaction: Redaction): Promise<PolicyDiff> {
  const files = [options.before, options.after];
  const [before, after] = await loadPolicies(files, { ...options, redaction });
  if (before === undefined || after === undefined) {
    throw new HarnessError("bug", "two policies were read and are not there");
  }
  const changes = diffPolicies(before, after);
  const { traffic, notes } = await trafficOf(options, before, after);
  const drill = await drillPolicy(after.loaded, after.registry, options);
  const inputs = ["--dataset", options.dataset ?? "FILE"];
  const arms = ["--baseline", options.before, "--candidate", options.after];
  const runCommand = toolCommand("run", ...inputs, ...arms);
  return {
    before: sideOf(before),
    after: sideOf(after),
    changes,
    traffic,
    review: reviewAnswers({ before, after, changes, traffic, drill, runCommand }),
    warnings: [...warningsOf(changes), ...failureWarnings(traffic)],
    notes: [...new Set([...before.notes, ...after.notes, ...notes])],
  };
}

async function trafficOf(
  options: DiffOptions,
  before: LoadedSide,
  after: LoadedSide,
): Promise<Pick<PolicyDiff, "traffic" | "notes">> {
  if (options.dataset === undefined) return { traffic: undefined, notes: [] };
  const opened = await openDataset(options.dataset, options.seed);
  const { dataset } = opened;
  try {
    const traffic = await policyTraffic(opened, [before, after], options);
    return { traffic, notes: [...traffic.notes, ...dataset.summary.warnings] };
  } finally {
    await dataset.close();
  }
}

function sideOf({ policy }: LoadedSide): DiffSide {
  return { policy: policy.name, file: policy.file, version: policy.version };
}

function warningsOf(changes: readonly PolicyChange[]): readonly string[] {
  const variables = variablesOf(changes);
  if (variables.length <= 1) return [];
  const proofs = variables.filter(({ concern }) => concern === "proof").length;
  const bar = proofs === 0 ? "" : `, ${proofs} of them in what the policy has to prove`;
  return [
    `${variables.length} variables change at once${bar}: ` +
      `a difference in results cannot be laid to one of them`,
  ];
}

/** A policy that cannot decide moves no traffic, and that would look like no difference. */
function failureWarnings(traffic: PolicyTraffic | undefined): readonly string[] {
  if (traffic === undefined) return [];
  return traffic.failures.map(
    ({ policy, records, because }) =>
      `${policy} cannot decide ${records} of ${traffic.records} records, which a run would end as ` +
      `harness_error: ${because}`,
  );
}
