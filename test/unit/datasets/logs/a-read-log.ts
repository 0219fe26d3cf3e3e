import { HarnessError } from "../../../../src/core/harness-error.ts";
import type { RejectedRow } from "../../../../src/core/dataset.ts";
import type { LoggedAttempt } from "../../../../src/core/logged-request.ts";
import { LogTally } from "../../../../src/datasets/logs/log-tally.ts";
import {
  readLogFiles,
  type LogSetup,
  type ReadLog,
  type StretchesOf,
} from "../../../../src/datasets/logs/read-log-files.ts";
import { formatOf } from "../../../../src/datasets/logs/scan-log.ts";
import type { Notices } from "../../../../src/datasets/read-record.ts";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { rowRejections } from "../../../../src/datasets/row-rejections.ts";

/** All that reading a log comes to, as values that can be compared. */
export interface LogOutcome {
  readonly kind: "read" | "failed";
  /** What was read, or the failure. */
  readonly end: unknown;
  readonly rejected: readonly RejectedRow[];
  readonly summary: unknown;
  readonly notices: unknown;
  readonly problems: unknown;
}

/** Reads a log in one way or another and tells all that came of it. */
export async function readLogOutcome(
  manifestFile: string,
  read: (setup: LogSetup) => Promise<ReadLog>,
  strict = false,
): Promise<LogOutcome> {
  const manifest = await readManifest(manifestFile);
  const { log: settings } = manifest;
  if (settings === undefined) throw new Error("no log");
  const rejected: RejectedRow[] = [];
  // Some rows have to be waited for, and some not.
  const onRejected = (row: RejectedRow): void | Promise<void> => {
    rejected.push(row);
    return rejected.length % 2 === 0 ? Promise.resolve() : undefined;
  };
  const everything = { limit: undefined, sample: undefined, seed: 0, filters: [] };
  const rejections = rowRejections({ ...everything, strict, onRejected });
  const notices: Notices = { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() };
  const tally = new LogTally();
  const format = formatOf(manifest, settings);
  const setup = { manifest, settings, format, lists: [], rejections, notices, tally, costOf };
  const end = await read(setup).then(contentOf, failureIn);
  return {
    ...end,
    rejected,
    summary: tally.summary(settings.format),
    notices: { ...notices, unmatchedTags: [...notices.unmatchedTags] },
    problems: rejections.problems,
  };
}

/** In one thread, from the start to the end of each file. */
export function readWhole(setup: LogSetup): Promise<ReadLog> {
  return readLogFiles(setup, () => undefined);
}

export function readStretched(stretchesOf: StretchesOf): (setup: LogSetup) => Promise<ReadLog> {
  return (setup) => readLogFiles(setup, stretchesOf);
}

/** A price list of sorts: what it says depends on all that a call may be priced by. */
function costOf(attempt: LoggedAttempt, atMs = 0) {
  const { usage, provider, servedModel, requestedModel, serviceTier, isCacheHit, result } = attempt;
  const failure = result.kind === "failure" ? result.failure.kind : result.kind;
  const words = [provider, servedModel, requestedModel, serviceTier, isCacheHit, failure].join();
  const { inputCacheWriteLongTokens = 0, ...counts } = usage;
  const tokens = [inputCacheWriteLongTokens, ...Object.values(counts).map((count) => count ?? 7)];
  const nanoUsd = tokens.reduce((sum, count) => sum + count, words.length + (atMs % 1000));
  return { nanoUsd: Math.round(nanoUsd), isKnownModel: words.length % 3 !== 0 };
}

type End = Pick<LogOutcome, "kind" | "end">;

function contentOf({ spool, hashes, problems, seenColumns }: ReadLog): End {
  const { headers } = spool;
  const events = Array.from({ length: headers.length }, (_, event) => ({
    text: spool.text(event),
    bytes: Buffer.from(spool.bytes(event)).toString(),
    prompt: spool.promptHash(event),
    kind: headers.kindOf(event),
    times: [headers.startMs(event), headers.endMs(event), headers.arrivedAtMs(event)],
    response: headers.response(event),
    chain: headers.chain(event),
    is: [headers.hasFailed(event), headers.sharesId(event), headers.isRedacted(event)],
    counts: [headers.unseen(event), headers.folded(event)],
    place: [headers.file(event), headers.line(event)],
  }));
  const keys = Array.from({ length: spool.keyCount }, (_, key) => spool.eventsOf(key));
  spool.close();
  const end = { events, keys, hashes, problems, seenColumns: [...seenColumns] };
  return { kind: "read", end };
}

function failureIn(error: unknown): End {
  if (!(error instanceof HarnessError)) throw error;
  const { code, message, hint, problems } = error;
  return { kind: "failed", end: { code, message, hint, problems } };
}
