import type { RecordingLine } from "./recording-line.ts";

/** The fields that the index reads, in this order. */
export type HeadFields = Pick<
  RecordingLine,
  "key" | "messages_hash" | "record_hash" | "answer_bytes"
>;

/** What the head of a line says, without the line being parsed. */
export interface LineHead {
  /** 64 hex digits, of which 32 are indexed: who reads a line compares the rest. */
  readonly key: string;
  /** 16 hex digits, of which 8 are indexed. */
  readonly messagesHash: string;
  /** 8 hex digits. */
  readonly recordHash: string;
}

/** The digits of the head's last field, and what ends it. */
export const HEAD_END = '00000000",';

const pattern =
  /^\{"key":"([0-9a-f]{64})","messages_hash":"([0-9a-f]{16})","record_hash":"([0-9a-f]{8})","answer_bytes":"([0-9a-f]{8})",/;

/** How many bytes of a line hold its head. */
export const HEAD_BYTES: number =
  headText({ key: "", messagesHash: "", recordHash: "" }).length + 64 + 16 + 8 + HEAD_END.length;

/** The head up to the digits of its last field. */
export function headText({ key, messagesHash, recordHash }: LineHead): string {
  return `{"key":"${key}","messages_hash":"${messagesHash}","record_hash":"${recordHash}","answer_bytes":"`;
}

/** Absent: these bytes do not begin a line of a pack. */
export function readHead(bytes: Buffer): (LineHead & { readonly answerBytes: number }) | undefined {
  const match = pattern.exec(bytes.toString("latin1", 0, HEAD_BYTES));
  if (match === null) return undefined;
  const [, key = "", messagesHash = "", recordHash = "", answerBytes = ""] = match;
  return { key, messagesHash, recordHash, answerBytes: Number.parseInt(answerBytes, 16) };
}
