import { closeSync, openSync, readSync } from "node:fs";
import { HarnessError } from "../../core/harness-error.ts";
import type { Outcome } from "../../core/outcome.ts";
import { fromJournalLine } from "../../replay/from-journal-line.ts";
import type { JournalLine } from "../../replay/journal-line.ts";
import { idKey, type LineFacts, lineFacts } from "../../replay/line-facts.ts";
import { wholeLines } from "../../replay/whole-lines.ts";

/** How many trials a run has: records × policies × repeats. */
export interface RunShape {
  readonly records: number;
  readonly arms: number;
  readonly repeats: number;
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

  private constructor(path: string, shape: RunShape, named: Iterable<string>) {
    const trials = shape.records * shape.arms * shape.repeats;
    this.shape = shape;
    this.#path = path;
    this.#offsets = new Float64Array(trials);
    this.#lengths = new Uint32Array(trials);
    this.#facts = new Uint8Array(trials);
    this.#named = new Map([...named].map((id) => [idKey(id), id]));
    this.#descriptor = openSync(path, "r");
  }

  /**
   * One pass over the journal's bytes. The last line of a trial counts, a torn end does not, nor do
   * lines that are no outcome of the run. `named`: ids whose ordinals are wanted. Whoever opens it
   * closes it.
   */
  static async open(
    path: string,
    shape: RunShape,
    named: Iterable<string> = [],
  ): Promise<JournalIndex> {
    const index = new JournalIndex(path, shape, named);
    try {
      for await (const { offset, bytes } of wholeLines(path)) index.#take(offset, bytes);
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
