import type { LogSummary } from "../../core/log-summary.ts";
import { invalidInput } from "../../core/harness-error.ts";
import type { CheckOptions } from "../check-options.ts";
import { loadExcludeLists } from "../exclusion.ts";
import type { Manifest } from "../manifest.ts";
import type { Notices } from "../read-record.ts";
import { rowRejections } from "../row-rejections.ts";
import type { CostOf } from "./cost-of-call.ts";
import { foldRuleOf } from "./fold-rule.ts";
import type { LogRequest } from "./log-request.ts";
import { logRequests, type LogRequests } from "./log-requests.ts";
import { LogTally } from "./log-tally.ts";
import type { ReadLog } from "./read-log-files.ts";
import { readLog } from "./read-log.ts";
import { formatOf } from "./scan-log.ts";

/** A log that was read, to be written as requests in our own words. */
export interface OpenImport {
  /** Rows that could not be read. */
  readonly rejected: number;
  /** Of each data file, in the order they are named. */
  readonly hashes: readonly string[];
  /** Parts of a record that some row had: those of the manifest and of the format's defaults. */
  readonly parts: {
    readonly tags: readonly string[];
    readonly group: boolean;
    readonly owner: boolean;
  };
  /** For people: what is worth knowing of the whole log. */
  readonly warnings: readonly string[];
  /**
   * In the order of their arrival; they, or their lines, can be taken once. What one reads is there
   * until the next is asked for.
   */
  requests(): Iterable<LogRequest>;
  /** Lines of JSON with their line feeds, some at a time; to be used before the next ones. */
  lines(): Iterable<Uint8Array>;
  /** Complete once all of them were taken. */
  summary(): LogSummary;
  readonly close: () => void;
}

/** Reads every row of a log once; throws all that is wrong with it where rows may not be left out. */
export async function openImport(
  manifest: Manifest,
  options: Pick<CheckOptions, "strict" | "onRejected">,
  costOf: CostOf,
): Promise<OpenImport> {
  const { log: settings } = manifest;
  if (settings === undefined) throw new Error("only a log can be imported");
  const rejections = rowRejections({ ...everything, ...options });
  const notices: Notices = { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() };
  const tally = new LogTally();
  const lists = await loadExcludeLists(manifest);
  const format = formatOf(manifest, settings);
  const reading = { manifest, settings, format, lists, rejections, notices, tally, costOf };
  let log: ReadLog | undefined;
  let requests: LogRequests;
  try {
    log = await readLog(reading);
    const problems = [...log.problems, ...rejections.problems];
    if (problems.length > 0) throw invalidInput(manifest.name, problems);
    requests = logRequests(log.spool, foldRuleOf(settings));
  } catch (error) {
    log?.spool.close();
    throw error;
  }
  const tell = (request: LogRequest): void => tally.request(request, costOf);
  return {
    rejected: rejections.count,
    hashes: log.hashes,
    parts: partsOf(manifest, log),
    warnings:
      notices.timesWithoutZone === 0
        ? []
        : [`${notices.timesWithoutZone} times name no zone: read as UTC`],
    requests: () => taken(requests, tally, countedRequests(requests, tell)),
    lines: () => taken(requests, tally, requests.lines(tell)),
    summary: () => tally.summary(settings.format),
    close: requests.close,
  };
}

const everything = { limit: undefined, sample: undefined, seed: 0, filters: [] };

/** What is taken of the requests of a log, which are given back with the last. */
function* taken<Part>(
  requests: LogRequests,
  tally: LogTally,
  parts: Iterable<Part>,
): Generator<Part> {
  tally.folded(requests);
  yield* parts;
  // While the last lines are made durable: giving back the spool of a large log takes as long.
  requests.close();
}

function* countedRequests(
  requests: LogRequests,
  tell: (request: LogRequest) => void,
): Generator<LogRequest> {
  for (const batch of requests.read()) {
    for (const request of batch) {
      tell(request);
      yield request;
    }
  }
}

function partsOf({ record }: Manifest, { seenColumns }: ReadLog): OpenImport["parts"] {
  const isSeen = (column: string | undefined): boolean =>
    column !== undefined && seenColumns.has(column);
  return {
    tags: Object.entries(record.tags ?? {}).flatMap(([name, from]) =>
      isSeen(typeof from === "string" ? from : from.from) ? [name] : [],
    ),
    group: isSeen(record.group),
    owner: isSeen(record.owner),
  };
}
