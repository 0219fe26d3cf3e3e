import { inOrder } from "../join-calls.ts";
import type { JoinedRequest } from "../joined-request.ts";
import type { LogLine } from "../log-line.ts";
import type { Correction } from "../told-calls.ts";

/** Joined requests as they cross from a thread to another. */
export interface PackedJoins {
  /**
   * Request by request: the length of its line, how many calls were joined and how many are
   * unseen, whether it has an answer, whether its prompt is kept back, when it arrived (NaN: unknown).
   */
  readonly numbers: Float64Array;
  /** Their lines, one after the other. */
  readonly lines: Uint8Array;
  /** Of each request, as far as there are some. */
  readonly corrections: readonly (readonly Correction[] | undefined)[];
}

export function packedJoins(requests: Iterable<JoinedRequest>): PackedJoins {
  const numbers: number[] = [];
  const lines: Uint8Array[] = [];
  const corrections: (readonly Correction[] | undefined)[] = [];
  for (const request of requests) {
    const { folded, unseen, hasAnswer, isRedacted, arrivedAtMs } = request;
    const line = request.bytes();
    numbers.push(line.length, folded, unseen);
    numbers.push(Number(hasAnswer), Number(isRedacted), arrivedAtMs ?? Number.NaN);
    if (request.corrections !== undefined) corrections[lines.length] = request.corrections;
    lines.push(line);
  }
  return { numbers: Float64Array.from(numbers), lines: Buffer.concat(lines), corrections };
}

export function* unpackedJoins({
  numbers,
  lines,
  corrections,
}: PackedJoins): Generator<JoinedRequest> {
  let lineAt = 0;
  let at = 0;
  const next = (): number => numbers[at++] ?? Number.NaN;
  for (let index = 0; at < numbers.length; index += 1) {
    const bytes = lines.subarray(lineAt, (lineAt += next()));
    const [folded, unseen] = [next(), next()];
    const [hasAnswer, isRedacted] = [next() === 1, next() === 1];
    const arrivedAtMs = next();
    const corrected = corrections[index];
    yield {
      bytes: () => bytes,
      line: () => lineIn(bytes),
      folded,
      unseen,
      hasAnswer,
      isRedacted,
      arrivedAtMs: Number.isNaN(arrivedAtMs) ? undefined : arrivedAtMs,
      ...(corrected && { corrections: corrected }),
    };
  }
}

/** With all its fields, absent ones too: what is filled in later then stands in its place. */
function lineIn({ buffer, byteOffset, length }: Uint8Array): LogLine {
  // Written by `joinedRequest` of this same run.
  return inOrder(JSON.parse(Buffer.from(buffer, byteOffset, length).toString()) as LogLine);
}
