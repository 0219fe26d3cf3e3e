import { infrastructureKinds, isFailureKind } from "../core/failure.ts";
import type { JournalLine } from "./journal-line.ts";
import { afterDigits, afterMark, afterText, NOWHERE, numberIn } from "./json-bytes.ts";

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

const marks = {
  record: Buffer.from(`{"record":`),
  ordinal: Buffer.from(`,"ordinal":`),
  policy: Buffer.from(`,"policy":`),
  arm: Buffer.from(`,"arm":`),
  repeat: Buffer.from(`,"repeat":`),
  ending: Buffer.from(`"ending":`),
  accepted: Buffer.from(`],"accepted":`),
  failed: Buffer.from(`"failed"`),
  notCovered: Buffer.from(`"not_covered"`),
  class: Buffer.from(`,"failure":{"class":`),
};
const COMMA = 0x2c;
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
  const id = afterMark(line, 0, marks.record);
  const idEnd = afterText(line, id);
  const ordinal = afterMark(line, idEnd, marks.ordinal);
  const ordinalEnd = afterDigits(line, ordinal);
  const policyEnd = afterText(line, afterMark(line, ordinalEnd, marks.policy));
  const arm = afterMark(line, policyEnd, marks.arm);
  const armEnd = afterDigits(line, arm);
  const repeat = afterMark(line, armEnd, marks.repeat);
  const repeatEnd = afterDigits(line, repeat);
  if (line[repeatEnd] !== COMMA) return undefined;
  const endingAt = line.indexOf(marks.ending, repeatEnd);
  const acceptedAt = line.lastIndexOf(marks.accepted);
  if (endingAt < 0 || acceptedAt < endingAt) return undefined;
  const ending = endingAt + marks.ending.length;
  const failedEnd = afterMark(line, ending, marks.failed);
  const failed = failedEnd !== NOWHERE;
  return {
    idKey: line.toString("latin1", id, idEnd),
    ordinal: numberIn(line, ordinal, ordinalEnd),
    arm: numberIn(line, arm, armEnd),
    repeat: numberIn(line, repeat, repeatEnd),
    accepted: line[acceptedAt + marks.accepted.length] === T,
    failed,
    infrastructure: failed && isInfrastructure(failureAt(line, failedEnd)),
    covered: afterMark(line, ending, marks.notCovered) === NOWHERE,
  };
}

/** The class of the failure that is told of at a place; empty: none is. */
function failureAt(line: Buffer, at: number): string {
  const text = afterMark(line, at, marks.class);
  const end = afterText(line, text);
  return end === NOWHERE ? "" : line.toString("latin1", text + 1, end - 1);
}

function factsByParsing(line: Buffer): LineFacts | undefined {
  let value: Partial<JournalLine> | null;
  try {
    value = JSON.parse(line.toString("utf8")) as Partial<JournalLine> | null;
  } catch {
    return undefined;
  }
  if (typeof value?.record !== "string" || !Array.isArray(value.attempts)) return undefined;
  const { ending, failure } = value;
  const failed = ending === "failed";
  return {
    idKey: idKey(value.record),
    ordinal: Number(value.ordinal),
    arm: Number(value.arm),
    repeat: Number(value.repeat),
    accepted: value.accepted === true,
    failed,
    infrastructure: failed && isInfrastructure(failure?.class ?? ""),
    covered: ending !== "not_covered",
  };
}

function isInfrastructure(failure: string): boolean {
  return isFailureKind(failure) && infrastructureKinds.has(failure);
}
