import { nanoUsdFromUsd } from "../core/money.ts";
import { wasNeverSent, type ProviderReply } from "../core/provider.ts";
import {
  attemptKey,
  isJournalledLine,
  type AttemptName,
  type FinishLine,
  type JournalledLine,
  type StartLine,
} from "./attempt-line.ts";
import { repairJournal } from "./journal.ts";
import { readLines } from "./read-lines.ts";
import { fromReplyLine } from "./reply-line.ts";
import { nothingSpent, withCall, type SpendTotals } from "./spend-ledger.ts";

/** A reply that an earlier session has paid for. */
export interface FinishedAttempt {
  readonly name: AttemptName;
  readonly reply: ProviderReply;
}

/** An attempt that was begun and of which nobody knows the result: it may have been billed. */
export interface UnknownAttempt {
  readonly name: AttemptName;
  /** When it was begun, in ISO 8601. */
  readonly at: string;
  /** Counted as spent; absent: not known. */
  readonly worstNanoUsd: number | undefined;
  /** Whether this session makes the call again: its trial has no outcome yet. */
  readonly isDoneAgain: boolean;
}

/** What earlier sessions of a run have called and paid. */
export interface EarlierAttempts {
  /** Replies of trials without an outcome, by `attemptKey`. */
  readonly finished: ReadonlyMap<string, FinishedAttempt>;
  /**
   * Answers of trials that have an outcome to records that lack one of another policy, by record and
   * by the hash of what was asked: that policy shares them.
   */
  readonly shareable: ReadonlyMap<number, ReadonlyMap<string, ProviderReply>>;
  /** Replies of trials without an outcome whose texts were not kept: those calls are made again. */
  readonly wordless: number;
  readonly unknown: readonly UnknownAttempt[];
  readonly spent: SpendTotals;
  /** Bytes of an unfinished last line that were cut off; 0: none. */
  readonly tornBytes: number;
}

/**
 * Re-reads `attempts.jsonl`. `hasOutcome` says whether an outcome of the trial was ever kept, also
 * one that is to be replayed again: its replies are used up, and only what they cost counts, unless
 * another of the run's `arms` has yet to ask for the same record.
 */
export async function resumeAttempts(
  path: string,
  hasOutcome: (ordinal: number, arm: number, repeat: number) => boolean,
  arms = 1,
): Promise<EarlierAttempts> {
  const { tornBytes } = await repairJournal(path);
  const begun = new Map<string, StartLine>();
  const finished = new Map<string, FinishedAttempt>();
  const shareable = new Map<number, Map<string, ProviderReply>>();
  const unanswered: StartLine[] = [];
  let spent = nothingSpent;
  let wordless = 0;
  for await (const { value } of readLines<JournalledLine>(path, isJournalledLine)) {
    const key = attemptKey(value);
    const start = begun.get(key);
    if (value.event === "start") {
      // The session that began it has ended without an answer, and another one has begun it again.
      if (start !== undefined) unanswered.push(start);
      begun.set(key, value);
      continue;
    }
    begun.delete(key);
    const reply = replyOf(value);
    if (!wasNeverSent(reply)) spent = withCall(spent, start && worstOf(start), reply.costNanoUsd);
    if (isOver(value, hasOutcome)) {
      const { ordinal, repeat, request } = value;
      const isAskedAgain = range(arms).some((arm) => !hasOutcome(ordinal, arm, repeat));
      if (request !== undefined && isAskedAgain && isWhole(value, reply)) {
        const ofRecord = shareable.get(ordinal) ?? new Map<string, ProviderReply>();
        shareable.set(ordinal, ofRecord.set(request, reply));
      }
      continue;
    }
    // Nothing was paid for it, and by now the key may be another.
    if (isRefusal(reply)) continue;
    if (value.texts_left_out === true) {
      wordless += 1;
      continue;
    }
    finished.set(key, { name: nameOf(value), reply });
  }
  unanswered.push(...begun.values());
  for (const start of unanswered) spent = withCall(spent, worstOf(start), undefined);
  const unknown = unanswered.map((start) => ({
    name: nameOf(start),
    at: start.at,
    worstNanoUsd: worstOf(start),
    isDoneAgain: !isOver(start, hasOutcome),
  }));
  return { finished, shareable, wordless, unknown, spent, tornBytes };
}

/** An answer that can be used again. Whether a failure is another policy's too its timeouts say. */
function isWhole({ texts_left_out: isWordless }: FinishLine, { result }: ProviderReply): boolean {
  return isWordless !== true && result.kind === "response";
}

function range(count: number): readonly number[] {
  return [...Array(count).keys()];
}

function isRefusal({ result }: ProviderReply): boolean {
  return result.kind === "failure" && result.failure.kind === "authentication";
}

function isOver(
  { ordinal, arm, repeat }: AttemptName,
  hasOutcome: (ordinal: number, arm: number, repeat: number) => boolean,
): boolean {
  return hasOutcome(ordinal, arm, repeat);
}

function worstOf({ worst_case_usd: worstUsd }: StartLine): number | undefined {
  return worstUsd === undefined ? undefined : nanoUsdFromUsd(worstUsd);
}

function replyOf(line: FinishLine): ProviderReply {
  const { queued_for_ms: queuedMs } = line;
  return { ...fromReplyLine(line), ...(queuedMs !== undefined && { queuedMs }) };
}

function nameOf({ record, ordinal, policy, arm, repeat, attempt, route }: AttemptName) {
  return { record, ordinal, policy, arm, repeat, attempt, route };
}
