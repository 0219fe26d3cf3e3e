import type { ReplayRecord } from "../core/replay-record.ts";
import { viewOf } from "../core/request-view.ts";
import type { Trial } from "../core/trial.ts";

export interface IntakeOptions {
  /** Positions in the run of the policies to replay. */
  readonly arms: readonly number[];
  readonly repeats: readonly number[];
  /** Called once for every record, in order, whether or not anything is left to do for it. */
  readonly onRecord: (record: ReplayRecord) => void;
  /** Whether an earlier session of this run has finished the trial. */
  readonly isDone: (ordinal: number, arm: number, repeat: number) => boolean;
}

/**
 * Hands out trials one at a time, reading records only as they are needed: what is in memory is
 * one batch of records, never a queue of the whole dataset.
 */
export class TrialIntake {
  readonly #batches: AsyncIterator<readonly ReplayRecord[]>;
  readonly #options: IntakeOptions;
  #batch: readonly ReplayRecord[] = [];
  #position = 0;
  #turn = 0;
  #trial: Pick<Trial, "record" | "view"> | undefined;
  #refill: Promise<void> | undefined;
  #isClosed = false;

  constructor(records: AsyncIterable<readonly ReplayRecord[]>, options: IntakeOptions) {
    this.#batches = records[Symbol.asyncIterator]();
    this.#options = options;
  }

  /** The next trial; a promise to wait for before asking again; undefined: there are no more. */
  take(): Trial | Promise<void> | undefined {
    const { arms, repeats, isDone } = this.#options;
    while (!this.#isClosed) {
      if (this.#trial === undefined && !this.#nextRecord()) return this.#fill();
      const { record, view } = this.#trial!;
      // Arms take turns within a record: drift of a provider hits all of them alike.
      const arm = arms[this.#turn % arms.length]!;
      const repeat = repeats[Math.floor(this.#turn / arms.length)]!;
      this.#turn += 1;
      if (this.#turn === arms.length * repeats.length) this.#trial = undefined;
      if (!isDone(record.ordinal, arm, repeat)) return { record, view, arm, repeat };
    }
    return undefined;
  }

  /** No further trial is handed out. */
  close(): void {
    this.#isClosed = true;
  }

  async dispose(): Promise<void> {
    this.close();
    await this.#batches.return?.();
  }

  #nextRecord(): boolean {
    const record = this.#batch[this.#position];
    if (record === undefined) return false;
    this.#position += 1;
    this.#turn = 0;
    this.#trial = { record, view: viewOf(record) };
    this.#options.onRecord(record);
    return true;
  }

  #fill(): Promise<void> {
    // Workers that run dry together wait for the same batch.
    this.#refill ??= this.#batches.next().then((result) => {
      this.#refill = undefined;
      this.#position = 0;
      if (result.done === true) this.close();
      else this.#batch = result.value;
    });
    return this.#refill;
  }
}
