import type { EventSpool, SpooledEvent } from "./event-spool.ts";
import { foldEvents, type FoldedPart, type FoldedRequest, type FoldRule } from "./fold-events.ts";
import type { LogLine } from "./log-line.ts";

/** A request of the log with all its calls. */
export interface LogRequest extends Omit<FoldedRequest, "line"> {
  /** As JSON: what a request of one row already was. */
  readonly text: () => string;
  readonly line: () => LogLine;
  readonly arrivedAtMs: number | undefined;
  readonly isRedacted: boolean;
  readonly isExcluded: boolean;
  /** Where its first row stands: position of the file in the manifest, and line. */
  readonly file: number;
  readonly row: number;
}

/**
 * The requests of a log, some at a time: in the order in which they first appear in the files, of
 * those that are in memory together by arrival. `onOrphan` is told of verdicts on nothing.
 */
export async function* foldedRequests(
  spool: EventSpool,
  rule: FoldRule,
  onOrphan: (count: number) => void,
): AsyncGenerator<readonly LogRequest[]> {
  for (let group = 0; group < spool.groups; group += 1) {
    const requests: LogRequest[] = [];
    for (const events of await spool.read(group)) {
      const [only] = events;
      if (events.length === 1 && only !== undefined && isCall(only)) requests.push(single(only));
      else requests.push(...several(events, rule, onOrphan));
    }
    yield byArrival(requests);
  }
}

function isCall({ kind }: SpooledEvent): boolean {
  return kind === "call" || kind === "answer";
}

/** Most requests are one call: it is not read again before somebody asks for more than its text. */
function single(event: SpooledEvent): LogRequest {
  return {
    text: () => event.text,
    line: () => parseLine(event),
    folded: event.folded,
    unseen: event.unseen,
    hasAnswer: true,
    arrivedAtMs: event.arrivedAtMs,
    isRedacted: event.isRedacted,
    isExcluded: event.isExcluded,
    file: event.file,
    row: event.line,
  };
}

function several(
  events: readonly SpooledEvent[],
  rule: FoldRule,
  onOrphan: (count: number) => void,
): readonly LogRequest[] {
  const folded = foldEvents(events.map(partOf), rule);
  if (folded.length === 0) onOrphan(events.length);
  const isExcluded = events.some((event) => event.isExcluded);
  const places = new Map(events.map((event) => [parseLine(event).id, event]));
  const [first] = events;
  return folded.map(({ line, ...counts }): LogRequest => {
    const place = places.get(line.id) ?? first;
    return {
      ...counts,
      text: () => JSON.stringify(line),
      line: () => line,
      arrivedAtMs: line.at_ms,
      isRedacted: line.redacted === true,
      isExcluded,
      file: place?.file ?? 0,
      row: place?.line ?? 0,
    };
  });
}

function partOf(event: SpooledEvent): FoldedPart {
  return {
    kind: event.kind === "answer" ? "call" : event.kind,
    line: parseLine(event),
    startMs: event.startMs,
    endMs: event.endMs,
    saysInput: event.kind === "call",
  };
}

function parseLine({ text }: SpooledEvent): LogLine {
  // Written by `toLogLine` of this same run.
  return JSON.parse(text) as LogLine;
}

function byArrival(requests: LogRequest[]): readonly LogRequest[] {
  if (requests.some(({ arrivedAtMs }) => arrivedAtMs === undefined)) return requests;
  return requests.sort((one, other) => (one.arrivedAtMs ?? 0) - (other.arrivedAtMs ?? 0));
}
