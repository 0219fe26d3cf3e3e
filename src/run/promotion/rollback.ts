import type { DecisionEntry } from "../../core/decision-entry.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import { appendLines } from "../append-lines.ts";
import { shortVersion } from "./archive.ts";
import { policyFilesOfPromotion, type PolicyFilesOfPromotion } from "./promotion-file.ts";
import type { PromotionWorld } from "./promote.ts";
import { promotionLog, readPromotionLog, standing, whileLocked } from "./promotion-log.ts";

/** Who takes a policy back, and why. */
export interface RollbackAsked {
  readonly policy: string;
  readonly approvedBy: string;
  readonly why: string;
}

/** The version that is to be put in force again. */
export interface Rollback extends PolicyFilesOfPromotion {
  readonly entry: DecisionEntry;
  /** The promotion that is in force again. */
  readonly promotion: DecisionEntry;
  readonly notes: readonly string[];
}

/**
 * Enters into the log that a policy goes back to the version before. No policy file is edited: the
 * archived one is named. Throws `HarnessError` where there is no version before.
 */
export async function rollback(asked: RollbackAsked, world: PromotionWorld): Promise<Rollback> {
  const { policy, approvedBy, why } = asked;
  const { root, nowMs, redaction } = world;
  // Without a log there is nothing to go back to, and no folder is made to say so.
  versionsOf(policy, readPromotionLog(root).entries);
  return whileLocked(root, () => {
    const { entries, notes } = readPromotionLog(root);
    const { current, before } = versionsOf(policy, entries);
    const files = policyFilesOfPromotion(root, before);
    const entry: DecisionEntry = redaction.json({
      at: new Date(nowMs).toISOString(),
      kind: "rollback",
      policy,
      version: before.version,
      before: current.version,
      run_id: null,
      verdict: null,
      approved_by: approvedBy,
      owner_approver: before.owner_approver,
      why,
    });
    appendLines(promotionLog(root), [redaction.line(entry)]);
    return { entry, promotion: before, ...files, notes };
  });
}

function versionsOf(
  policy: string,
  entries: readonly DecisionEntry[],
): { readonly current: DecisionEntry; readonly before: DecisionEntry } {
  const stack = standing(entries, policy);
  const [current, before] = [stack.at(-1), stack.at(-2)];
  if (current === undefined) {
    const known = [...new Set(entries.map((entry) => entry.policy))];
    throw new HarnessError("invalid-input", `--policy ${policy}: no version of it is promoted`, {
      hint: didYouMean(policy, known) ?? `promoted are ${known.join(", ") || "none"}`,
    });
  }
  if (before === undefined) {
    throw new HarnessError(
      "invalid-input",
      `--policy ${policy}: version ${shortVersion(current.version)} is the first that was promoted`,
      { hint: "there is none before it to go back to" },
    );
  }
  return { current, before };
}
