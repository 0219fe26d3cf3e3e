import { hash53 } from "./seed.ts";
import type { ReplayRecord } from "./replay-record.ts";

/** Enough to meet a dataset that shares a hundredth of its records, in nine of ten cases. */
export const SAMPLE_SIZE = 256;

/**
 * What tells a record apart in whichever dataset it stands: its id and its prompt, hashed. Nothing of
 * either can be read off it.
 */
export function recordFingerprint({ id, request }: Pick<ReplayRecord, "id" | "request">): number {
  return hash53(`${id}\n${JSON.stringify(request.messages)}`);
}

/** A fingerprint as documents have it. */
export function fingerprintText(fingerprint: number): string {
  return fingerprint.toString(36);
}

/**
 * The least fingerprints of the records that it is shown: a sample that does not depend on their
 * order, and that two samples of the same records share.
 */
export class RecordSample {
  /** Unsorted; at most twice the size. */
  #kept: number[] = [];
  #bound = Infinity;

  observe(record: Pick<ReplayRecord, "id" | "request">): void {
    const fingerprint = recordFingerprint(record);
    if (fingerprint >= this.#bound) return;
    this.#kept.push(fingerprint);
    if (this.#kept.length >= 2 * SAMPLE_SIZE) this.#cut();
  }

  texts(): readonly string[] {
    this.#cut();
    return this.#kept.map(fingerprintText);
  }

  #cut(): void {
    this.#kept = [...new Set(this.#kept)].sort((a, b) => a - b).slice(0, SAMPLE_SIZE);
    if (this.#kept.length === SAMPLE_SIZE) this.#bound = this.#kept.at(-1)!;
  }
}
