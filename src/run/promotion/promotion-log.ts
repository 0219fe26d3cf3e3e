import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DecisionEntry } from "../../core/decision-entry.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { lockRun } from "../../replay/run-lock.ts";

/**
 * Where promotions are kept, as seen from the working directory: beside the policies, to be committed
 * with them, for runs are thrown away.
 */
export const PROMOTIONS = "promotions";

/** Of another promotion, which is a matter of milliseconds. */
const LONGEST_WAIT_MS = 10_000;
const RETRY_MS = 50;

export function promotionLog(root: string): string {
  return join(root, "log.jsonl");
}

/** Everything that was decided, oldest first, and what of the log could not be read. */
export interface Decisions {
  readonly entries: readonly DecisionEntry[];
  /** One line each, for the reader. */
  readonly notes: readonly string[];
}

/** A log that nobody wrote yet is empty; a torn or damaged line is left out and said. */
export function readPromotionLog(root: string): Decisions {
  const file = promotionLog(root);
  if (!existsSync(file)) return { entries: [], notes: [] };
  const entries: DecisionEntry[] = [];
  const notes: string[] = [];
  for (const [index, text] of readFileSync(file, "utf8").split("\n").entries()) {
    if (text === "") continue;
    const entry = entryOf(text);
    if (entry === undefined) {
      notes.push(`${file}:${index + 1}: this line is damaged: a decision may be missing`);
    } else entries.push(entry);
  }
  return { entries, notes };
}

function entryOf(text: string): DecisionEntry | undefined {
  let entry: Partial<DecisionEntry> | null;
  try {
    entry = JSON.parse(text) as Partial<DecisionEntry> | null;
  } catch {
    return undefined;
  }
  const isWhole =
    (entry?.kind === "promote" || entry?.kind === "rollback") &&
    [entry.at, entry.policy, entry.version, entry.approved_by, entry.why].every(
      (part) => typeof part === "string",
    );
  return isWhole ? (entry as DecisionEntry) : undefined;
}

/**
 * The promotions of a policy that stand, oldest first: the last is in force, and a rollback takes it
 * away again.
 */
export function standing(
  entries: readonly DecisionEntry[],
  policy: string,
): readonly DecisionEntry[] {
  const stack: DecisionEntry[] = [];
  for (const entry of entries) {
    if (entry.policy !== policy) continue;
    if (entry.kind === "promote") stack.push(entry);
    else stack.pop();
  }
  return stack;
}

/**
 * Decides with nobody else deciding at the same time; waits for them a while. Throws `HarnessError`
 * where the folder cannot be made, or they do not come to an end.
 */
export async function whileLocked<T>(root: string, decide: () => T): Promise<T> {
  makeFolder(root);
  const lock = await lockOf(root);
  try {
    return decide();
  } finally {
    lock.release();
  }
}

function makeFolder(root: string): void {
  try {
    mkdirSync(root, { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${root}: the folder could not be made: ${why}`, { cause });
  }
}

async function lockOf(root: string): Promise<ReturnType<typeof lockRun>> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return lockRun(join(root, "log.lock"), "promotions");
    } catch (error) {
      const isTaken = error instanceof HarnessError && error.code === "invalid-input";
      if (!isTaken || waitedMs >= LONGEST_WAIT_MS) throw error;
    }
    await sleep(RETRY_MS);
  }
}
