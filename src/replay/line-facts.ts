import { infrastructureKinds, isFailureKind } from "../core/failure.ts";
import type { JournalLine } from "./journal-line.ts";

/** What can be told of an outcome without reading all of its line. */
export interface LineFacts {
  /** As `idKey` gives it. */
  readonly idKey: string;
  readonly ordinal: number;
  readonly arm: number;
  readonly repeat: number;
  readonly accepted: boolean;
  /** It ended in an error, of whoever's making. */
  readonly failed: boolean;
  /** The error says more of the set-up than of the policy. */
  readonly infrastructure: boolean;
  readonly covered: boolean;
}

const HEAD =
  /^\{"record":("(?:[^"\\]|\\.)*"),"ordinal":(\d+),"policy":"(?:[^"\\]|\\.)*","arm":(\d+),"repeat":(\d+),/;
const ENDING = /^"ending":"([a-z_]+)"(?:,"failure":\{"class":"([a-z_0-9]+)")?/;
/** More of a line than its beginning and end rarely has to be looked at. */
const HEAD_BYTES = 1024;
const ENDING_BYTES = 128;
const ENDING_MARK = `"ending":"`;
const ACCEPTED_MARK = `],"accepted":`;
const T = 0x74;

/** A record's id as it stands in a line, byte for byte: to find lines without decoding them. */
export function idKey(recordId: string): string {
  return Buffer.from(JSON.stringify(recordId), "utf8").toString("latin1");
}

/** The id that `idKey` gave this key of. */
export function idOfKey(key: string): string {
  return JSON.parse(Buffer.from(key, "latin1").toString("utf8")) as string;
}

/**
 * The facts of one line of `outcomes.jsonl` by its bytes. No text from data can fake one: what
 * stands before the ending are texts, in which a quote is always escaped, and what stands after
 * the last `accepted` are the graders and the policy's own account, which have no such key. A line
 * that is laid out otherwise is parsed. Undefined: it is no outcome.
 */
export function lineFacts(line: Buffer): LineFacts | undefined {
  return factsByPlace(line) ?? factsByParsing(line);
}

function factsByPlace(line: Buffer): LineFacts | undefined {
  const head = HEAD.exec(line.toString("latin1", 0, HEAD_BYTES));
  if (head === null) return undefined;
  const endingAt = line.indexOf(ENDING_MARK, head[0].length - 1, "latin1");
  if (endingAt < 0) return undefined;
  const end = ENDING.exec(line.toString("latin1", endingAt, endingAt + ENDING_BYTES));
  const acceptedAt = line.lastIndexOf(ACCEPTED_MARK, line.length, "latin1");
  if (end === null || acceptedAt < endingAt) return undefined;
  return facts(head.slice(1), {
    accepted: line[acceptedAt + ACCEPTED_MARK.length] === T,
    ending: end[1],
    failure: end[2],
  });
}

function factsByParsing(line: Buffer): LineFacts | undefined {
  let value: Partial<JournalLine> | null;
  try {
    value = JSON.parse(line.toString("utf8")) as Partial<JournalLine> | null;
  } catch {
    return undefined;
  }
  if (typeof value?.record !== "string" || !Array.isArray(value.attempts)) return undefined;
  return facts([idKey(value.record), value.ordinal, value.arm, value.repeat], {
    accepted: value.accepted === true,
    ending: value.ending,
    failure: value.failure?.class,
  });
}

function facts(
  [key, ordinal, arm, repeat]: readonly (string | number | undefined)[],
  said: {
    readonly accepted: boolean;
    readonly ending: string | undefined;
    readonly failure: string | undefined;
  },
): LineFacts {
  const { accepted, ending, failure = "" } = said;
  const failed = ending === "failed";
  return {
    idKey: String(key),
    ordinal: Number(ordinal),
    arm: Number(arm),
    repeat: Number(repeat),
    accepted,
    failed,
    infrastructure: failed && isFailureKind(failure) && infrastructureKinds.has(failure),
    covered: ending !== "not_covered",
  };
}
