import type { Outcome } from "../core/outcome.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import { FinishedTrials } from "../replay/finished-trials.ts";
import { readJournal, repairJournal } from "../replay/journal.ts";

/** The run that a journal belongs to. */
interface Setup {
  readonly dataset: CheckedDataset;
  readonly arms: number;
  readonly repeats: number;
  readonly retryErrors: boolean;
  /**
   * Whether a policy's trials begin anew unless all of them are finished: what it decided depends
   * on all that came before, and nothing of it has to be paid again.
   */
  readonly beginsAnew?: (arm: number) => boolean;
}

/** What a journal holds of a run. */
export interface TakenJournal {
  readonly finished: FinishedTrials;
  /** Outcomes that are replayed again because their policy reads what came before. */
  readonly forgotten: number;
}

/** Mends the journal of an earlier session and takes what it finished. */
export async function resumeJournal(
  path: string,
  setup: Setup,
  take: (outcome: Outcome) => void,
): Promise<TakenJournal & { readonly tornBytes: number }> {
  const { tornBytes } = await repairJournal(path);
  return { ...(await takeFinished(path, setup, take)), tornBytes };
}

/**
 * Reads a journal without changing it: twice, because the last line of a trial counts and nothing
 * but its number is kept in between. `take` gets each finished outcome once.
 */
export async function takeFinished(
  path: string,
  setup: Setup,
  take: (outcome: Outcome) => void,
): Promise<TakenJournal> {
  const finished = new FinishedTrials(setup.dataset.summary.records, setup.arms, setup.repeats);
  for await (const { line, outcome } of readJournal(path)) {
    assertBelongs(outcome, path, line, setup);
    const { ordinal, arm, repeat } = outcome;
    finished.mark(ordinal, arm, repeat, line);
    if (setup.retryErrors && isRetryable(outcome)) finished.forget(ordinal, arm, repeat);
  }
  const forgotten = forgetUnfinished(finished, setup);
  for await (const { line, outcome } of readJournal(path)) {
    if (finished.lineOf(outcome.ordinal, outcome.arm, outcome.repeat) === line) take(outcome);
  }
  return { finished, forgotten };
}

function forgetUnfinished(finished: FinishedTrials, { arms, repeats, beginsAnew }: Setup): number {
  let forgotten = 0;
  for (let arm = 0; arm < arms; arm += 1) {
    if (beginsAnew?.(arm) !== true) continue;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      if (!finished.hasAll(arm, repeat)) forgotten += finished.forgetAll(arm, repeat);
    }
  }
  return forgotten;
}

/**
 * Errors that another try may cure; what the policy itself decided stays. An answer that a fallback
 * gave because a key was refused is not what the policy gives with a good one, and neither is one to
 * a record whose classifier could not be asked.
 */
function isRetryable({ ending, attempts, trace }: Outcome): boolean {
  const failure = trace?.classification?.failure;
  if (failure !== undefined && failure !== "not_covered") return true;
  const hadNoKey = attempts.some(
    ({ result }) => result.kind === "failure" && result.failure.kind === "authentication",
  );
  if (hadNoKey) return true;
  if (ending.kind === "static_answer") return attempts.at(-1)?.result.kind === "failure";
  if (ending.kind !== "failed") return false;
  return ending.failure.kind !== "policy_stop" && ending.failure.kind !== "budget_exceeded";
}

function assertBelongs(
  outcome: Outcome,
  path: string,
  line: number,
  setup: Omit<Setup, "retryErrors">,
): void {
  const isKnown =
    setup.dataset.ordinalOf(outcome.recordId) === outcome.ordinal &&
    outcome.arm < setup.arms &&
    outcome.repeat < setup.repeats;
  if (isKnown) return;
  throw new HarnessError(
    "storage",
    `${path}:${line}: record "${outcome.recordId}" is not part of this run`,
    { hint: "nothing was changed; the journal belongs to another dataset or selection" },
  );
}
