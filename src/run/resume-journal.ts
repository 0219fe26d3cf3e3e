import type { Outcome } from "../core/outcome.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import { FinishedTrials } from "../replay/finished-trials.ts";
import { readJournal, repairJournal } from "../replay/journal.ts";

/**
 * Re-reads the journal of an earlier session: twice, because the last line of a trial counts and
 * nothing but its number is kept in between. `take` gets each finished outcome once.
 */
export async function resumeJournal(
  path: string,
  setup: {
    readonly dataset: CheckedDataset;
    readonly arms: number;
    readonly repeats: number;
    readonly retryErrors: boolean;
  },
  take: (outcome: Outcome) => void,
): Promise<{ readonly finished: FinishedTrials; readonly tornBytes: number }> {
  const { tornBytes } = await repairJournal(path);
  const finished = new FinishedTrials(setup.dataset.summary.records, setup.arms, setup.repeats);
  for await (const { line, outcome } of readJournal(path)) {
    assertBelongs(outcome, path, line, setup);
    const { ordinal, arm, repeat } = outcome;
    if (setup.retryErrors && isRetryable(outcome)) finished.forget(ordinal, arm, repeat);
    else finished.mark(ordinal, arm, repeat, line);
  }
  for await (const { line, outcome } of readJournal(path)) {
    if (finished.lineOf(outcome.ordinal, outcome.arm, outcome.repeat) === line) take(outcome);
  }
  return { finished, tornBytes };
}

/** Errors that another try may cure; what the policy itself decided stays. */
function isRetryable({ ending }: Outcome): boolean {
  return ending.kind === "failed" && ending.failure.kind !== "policy_stop";
}

function assertBelongs(
  outcome: Outcome,
  path: string,
  line: number,
  setup: { readonly dataset: CheckedDataset; readonly arms: number; readonly repeats: number },
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
