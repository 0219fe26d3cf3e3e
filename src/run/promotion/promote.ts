import type { VerdictDecision } from "../../core/comparison.ts";
import type { DecisionEntry } from "../../core/decision-entry.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { appendLines } from "../append-lines.ts";
import { chosenCandidate } from "../compare/chosen-arms.ts";
import { readKeptRun, type KeptRun } from "../compare/kept-run.ts";
import type { Redaction } from "../redaction.ts";
import { refreshReports } from "../report.ts";
import type { World } from "../world.ts";
import { readManifest } from "../run-folder.ts";
import { archiveFolder, writeArchive } from "./archive.ts";
import { policyFilesOfPromotion } from "./promotion-file.ts";
import { promotedPolicy, type PromotedPolicy } from "./policy-files-of-run.ts";
import { promotionLog, readPromotionLog, standing, whileLocked } from "./promotion-log.ts";
import { rememberDecision } from "./remember-decision.ts";

/** Who promotes a run's candidate, and why. */
export interface PromotionAsked {
  readonly folder: string;
  /** Undefined: the run's only candidate. */
  readonly candidate: string | undefined;
  readonly approvedBy: string;
  readonly why: string;
  /** Why it is promoted against the verdict; undefined: the verdict has to say promote. */
  readonly override: string | undefined;
}

/** What decisions are made with: where they are kept, and the clock. */
export interface PromotionWorld {
  readonly root: string;
  readonly nowMs: number;
  readonly redaction: Redaction;
}

export type Promotion =
  | PromotionRefused
  | (Promoted & { readonly kind: "promoted" })
  /** The version is in force already: nothing was written. */
  | (Promoted & { readonly kind: "already" });

interface PromotionRefused {
  readonly kind: "refused";
  readonly policy: string;
  readonly decision: Exclude<VerdictDecision, "promote">;
  readonly because: string;
}

interface Promoted {
  readonly entry: DecisionEntry;
  readonly archive: string;
  /** The archived policy and its registry. */
  readonly policyFile: string;
  readonly registryFile: string;
  readonly notes: readonly string[];
}

/**
 * Archives a candidate with the run that it rests on, and enters who promoted it and why into the
 * log. Throws `HarnessError` for a run that is incomplete, whatever is overridden, and where a file
 * is no longer what the run replayed.
 */
export async function promote(
  asked: PromotionAsked,
  world: PromotionWorld & Pick<World, "note">,
): Promise<Promotion> {
  const run = completeRun(asked.folder);
  const arm = chosenCandidate(run, asked.candidate);
  const key = run.arms[arm]!;
  const { decision, reasons } = run.comparison.comparisons[arm - 1]!.verdict;
  const policy = key.replace(/#\d+$/, "");
  if (decision !== "promote" && asked.override === undefined) {
    return { kind: "refused", policy, decision, because: reasons[0] ?? "no reason was given" };
  }
  if (decision === "promote" && asked.override !== undefined) {
    throw new HarnessError("invalid-input", `--override: the verdict on ${key} is promote`, {
      hint: "there is nothing to override: leave it out",
    });
  }
  const promoted = await promotedPolicy(run, arm, world.redaction);
  const entering = { ...asked, run, policy, decision, promoted };
  const promotion = await whileLocked(world.root, () => enter(entering, world));
  if (promotion.kind === "promoted") await refreshReports(run.folder, world);
  return promotion;
}

function completeRun(folder: string): KeptRun {
  const { status } = readManifest(folder);
  if (status === "complete") return readKeptRun(folder);
  throw new HarnessError("incomplete", `${folder}: this run is ${status}, and proves nothing yet`, {
    hint: `finish it first: routeproof run --resume ${folder}${status === "incomplete" ? " --retry-errors" : ""}`,
  });
}

interface Entering extends PromotionAsked {
  readonly run: KeptRun;
  readonly policy: string;
  readonly decision: VerdictDecision;
  readonly promoted: PromotedPolicy;
}

function enter(
  { run, policy, decision, promoted, approvedBy, why, override }: Entering,
  { root, nowMs, redaction }: PromotionWorld,
): Promotion {
  const { entries, notes } = readPromotionLog(root);
  const inForce = standing(entries, policy).at(-1);
  const placed = (entry: DecisionEntry): Promoted => ({
    entry,
    archive: archiveFolder(root, entry),
    ...policyFilesOfPromotion(root, entry, promoted),
    notes,
  });
  if (inForce?.version === promoted.version) return { kind: "already", ...placed(inForce) };
  const entry: DecisionEntry = redaction.json({
    at: new Date(nowMs).toISOString(),
    kind: "promote",
    policy,
    version: promoted.version,
    before: inForce?.version ?? null,
    run_id: run.manifest.run_id,
    verdict: decision,
    approved_by: approvedBy,
    owner_approver: promoted.approver ?? null,
    why,
    ...(override !== undefined && { override }),
  });
  const { policyFile, registryFile, files } = promoted;
  const text = `${JSON.stringify({ ...entry, policy_file: policyFile, registry_file: registryFile }, null, 2)}\n`;
  const about = { name: "promotion.json", bytes: Buffer.from(text, "utf8") };
  writeArchive(archiveFolder(root, entry), [...files, about]);
  appendLines(promotionLog(root), [redaction.line(entry)]);
  rememberDecision(run, entry, redaction);
  return { kind: "promoted", ...placed(entry) };
}
