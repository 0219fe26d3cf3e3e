import { closeSync, openSync, readSync } from "node:fs";
import { HarnessError } from "../../core/harness-error.ts";
import type { Outcome } from "../../core/outcome.ts";
import { fromJournalLine } from "../../replay/from-journal-line.ts";
import type { JournalLine } from "../../replay/journal-line.ts";
import { idKey, idOfKey, type LineFacts, lineFacts } from "../../replay/line-facts.ts";
import { batchesOfLines } from "../../replay/whole-lines.ts";
import { orderByKey } from "../order/records-in-order.ts";
import { seededKey } from "../order/seeded-key.ts";

/** How many trials a run has: records × policies × repeats. */
export interface RunShape {
  readonly records: number;
  readonly arms: number;
  readonly repeats: number;
}

/**
 * A run that stopped early counts the first so many records of the order that its seed draws. What
 * was under way then is in its journal too, and in no figure.
 */
export interface EarlyEnd {
  readonly seed: number;
  readonly atRecords: number;
}

const FINISHED = 1;
const ACCEPTED = 2;
const FAILED = 4;
const INFRASTRUCTURE = 8;
const COVERED = 16;

/** How a trial ended, as far as its line's place in the journal tells. */
export type TrialFacts = Pick<LineFacts, "accepted" | "failed" | "infrastructure" | "covered">;

/**
 * Where each outcome stands in a journal, so that records can be read in the dataset's order though
 * their lines stand anywhere. 13 bytes a trial; no text is held.
 */
export class JournalIndex {
  readonly shape: RunShape;
  readonly #descriptor: number;
  readonly #path: string;
  readonly #offsets: Float64Array;
  readonly #lengths: Uint32Array;
  readonly #facts: Uint8Array;
  readonly #named: ReadonlyMap<string, string>;
  readonly #ordinals = new Map<string, number>();
  readonly #earlyEnd: EarlyEnd | undefined;
  /** By ordinal, of a run that stopped early alone; a record without an outcome stands last. */
  readonly #keys: Float64Array;

  private constructor(
    path: string,
    shape: RunShape,
    named: Iterable<string>,
    earlyEnd: EarlyEnd | undefined,
  ) {
    const trials = shape.records * shape.arms * shape.repeats;
    this.shape = shape;
    this.#path = path;
    this.#offsets = new Float64Array(trials);
    this.#lengths = new Uint32Array(trials);
    this.#facts = new Uint8Array(trials);
    this.#named = new Map([...named].map((id) => [idKey(id), id]));
    this.#earlyEnd = earlyEnd;
    this.#keys = new Float64Array(earlyEnd === undefined ? 0 : shape.records).fill(Infinity);
    this.#descriptor = openSync(path, "r");
  }

  /**
   * One pass over the journal's bytes. The last line of a trial counts, a torn end does not, nor do
   * lines that are no outcome of the run, or of a record that it does not count. `named`: ids whose
   * ordinals are wanted. Whoever opens it closes it.
   */
  static async open(
    path: string,
    shape: RunShape,
    named: Iterable<string> = [],
    earlyEnd?: EarlyEnd,
  ): Promise<JournalIndex> {
    const index = new JournalIndex(path, shape, named, earlyEnd);
    try {
      for await (const lines of batchesOfLines(path)) {
        for (const { offset, bytes } of lines) index.#take(offset, bytes);
      }
      if (earlyEnd !== undefined) index.#keepFirst(earlyEnd.atRecords);
      return index;
    } catch (error) {
      index.close();
      throw error;
    }
  }

  /** Where the named records stand in the dataset; those that have an outcome. */
  get ordinals(): ReadonlyMap<string, number> {
    return this.#ordinals;
  }

  /** Undefined: the trial is not finished. */
  facts(ordinal: number, arm: number, repeat: number): TrialFacts | undefined {
    const bits = this.#facts[this.#place(ordinal, arm, repeat)] ?? 0;
    if ((bits & FINISHED) === 0) return undefined;
    return {
      accepted: (bits & ACCEPTED) !== 0,
      failed: (bits & FAILED) !== 0,
      infrastructure: (bits & INFRASTRUCTURE) !== 0,
      covered: (bits & COVERED) !== 0,
    };
  }

  /** Whether any trial of a record is finished. */
  hasRecord(ordinal: number): boolean {
    const trials = this.shape.arms * this.shape.repeats;
    for (let place = ordinal * trials; place < (ordinal + 1) * trials; place += 1) {
      if (((this.#facts[place] ?? 0) & FINISHED) !== 0) return true;
    }
    return false;
  }

  /** The outcome, and the policy it is of; undefined: the trial is not finished. */
  read(
    ordinal: number,
    arm: number,
    repeat: number,
  ): { readonly policy: string; readonly outcome: Outcome } | undefined {
    const place = this.#place(ordinal, arm, repeat);
    const length = this.#lengths[place] ?? 0;
    if (length === 0) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    const count = readSync(this.#descriptor, bytes, 0, length, this.#offsets[place]!);
    try {
      if (count < length) throw new Error("it ends early");
      const line = JSON.parse(bytes.toString("utf8")) as JournalLine;
      return { policy: line.policy, outcome: fromJournalLine(line) };
    } catch (cause) {
      throw new HarnessError("storage", `${this.#path}: the line of record ${ordinal} is damaged`, {
        cause,
        hint: "restore the file, or start a new run",
      });
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #take(offset: number, bytes: Buffer): void {
    const facts = lineFacts(bytes);
    if (facts === undefined || !this.#isOfRun(facts)) return;
    const place = this.#place(facts.ordinal, facts.arm, facts.repeat);
    this.#offsets[place] = offset;
    this.#lengths[place] = bytes.length;
    this.#facts[place] =
      FINISHED |
      (facts.accepted ? ACCEPTED : 0) |
      (facts.failed ? FAILED : 0) |
      (facts.infrastructure ? INFRASTRUCTURE : 0) |
      (facts.covered ? COVERED : 0);
    const id = this.#named.get(facts.idKey);
    if (id !== undefined) this.#ordinals.set(id, facts.ordinal);
    if (this.#earlyEnd !== undefined) {
      this.#keys[facts.ordinal] = seededKey(this.#earlyEnd.seed, idOfKey(facts.idKey));
    }
  }

  /** Forgets records behind the first ones of the seeded order. */
  #keepFirst(count: number): void {
    const trials = this.shape.arms * this.shape.repeats;
    for (const ordinal of orderByKey(this.#keys).subarray(count)) {
      this.#lengths.fill(0, ordinal * trials, (ordinal + 1) * trials);
      this.#facts.fill(0, ordinal * trials, (ordinal + 1) * trials);
    }
  }

  #isOfRun({ ordinal, arm, repeat }: LineFacts): boolean {
    const { records, arms, repeats } = this.shape;
    return ordinal < records && arm < arms && repeat < repeats;
  }

  #place(ordinal: number, arm: number, repeat: number): number {
    const { arms, repeats } = this.shape;
    return (ordinal * arms + arm) * repeats + repeat;
  }
}
