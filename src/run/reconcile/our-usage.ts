import { existsSync } from "node:fs";
import { HarnessError } from "../../core/harness-error.ts";
import type { Redaction } from "../redaction.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";
import { policyUsage } from "./policy-usage.ts";
import { sentUsage } from "./sent-usage.ts";
import type { OurUsage } from "./usage-sums.ts";

/**
 * The calls that a live run sent, shared ones once, as its journal of attempts says; of a run that
 * sent none the calls of one policy, which then has to be named.
 */
export async function ourUsage(
  folder: string,
  policy: string | undefined,
  redaction: Redaction,
): Promise<OurUsage> {
  const manifest = readManifest(folder);
  const isLive = manifest.spend !== undefined && existsSync(runFolder(folder).attempts);
  if (isLive && policy === undefined) return sentUsage(folder, manifest);
  const comparison = readComparison(folder);
  const names = [comparison.baseline, ...comparison.candidates];
  if (policy !== undefined && names.includes(policy)) {
    return policyUsage(folder, policy, redaction);
  }
  const what =
    policy === undefined
      ? `${folder}: this run sent no call, so its policies are held against the invoice one at a time`
      : `--policy ${policy}: is none of the run's`;
  throw new HarnessError("invalid-input", what, {
    hint: `name the policy that the invoice bills: ${names.map((name) => `--policy ${name}`).join(" or ")}`,
  });
}
