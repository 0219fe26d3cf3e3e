import { rmSync } from "node:fs";
import { CodeColumn } from "../../comparison/code-column.ts";
import { codeOfReason, reasonOfCode } from "../../comparison/reason-codes.ts";
import type { NotCoveredReason } from "../../core/attempt.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { AppendFile } from "../../replay/append-file.ts";

/** As many as a reader looks at. */
const MOST_KEPT = 10;

/** A line of `uncovered.jsonl`: a record of which the log does not say how a policy would do on it. */
export interface UncoveredLine {
  readonly record: string;
  readonly policy: string;
  /** Absent: the first, or there is but one. */
  readonly repeat?: number;
  /** The route that the policy decided on; null: none. */
  readonly route: string | null;
  /** The route that the log's request first went to, by its name there; null: not said. */
  readonly logged_route: string | null;
  readonly because: NotCoveredReason;
}

/** What a list of uncovered records is made with. */
export interface UncoveredSetup {
  readonly records: number;
  readonly repeats: number;
  /** By arm. */
  readonly policyKeys: readonly string[];
  readonly loggedName: (record: ReplayRecord) => string | undefined;
  /** The lines of the file, and its path; an earlier session's is written anew. */
  readonly file: { readonly path: string; readonly lineOf: (line: UncoveredLine) => string };
}

/** What of a line is known before its record is read. */
type Uncovered = Pick<Outcome, "arm" | "repeat" | "ordinal" | "route"> & {
  readonly because: NotCoveredReason;
};

/**
 * Every record for which a policy has no outcome in the log: written as it turns out, and the first
 * of each policy kept.
 */
export class UncoveredList {
  readonly #setup: UncoveredSetup;
  readonly #file: AppendFile;
  readonly #wasRead: Uint8Array;
  readonly #names: CodeColumn;
  /** Those of an earlier session, which come before their records: a row is record, arm, repeat. */
  #early: { readonly routes: CodeColumn; readonly reasons: Uint8Array } | undefined;
  /** By arm, in the dataset's order. */
  readonly #first: readonly { readonly ordinal: number; readonly record: string }[][];

  constructor(setup: UncoveredSetup) {
    this.#setup = setup;
    this.#wasRead = new Uint8Array(setup.records);
    this.#names = new CodeColumn(setup.records);
    this.#first = setup.policyKeys.map(() => []);
    rmSync(setup.file.path, { force: true });
    this.#file = new AppendFile(setup.file.path);
  }

  /** Once for each record, before its new outcomes. */
  observe(record: ReplayRecord): void {
    const { ordinal } = record;
    this.#names.set(ordinal, this.#setup.loggedName(record));
    this.#wasRead[ordinal] = 1;
    const early = this.#early;
    if (early === undefined) return;
    for (const [arm] of this.#setup.policyKeys.entries()) {
      for (let repeat = 0; repeat < this.#setup.repeats; repeat += 1) {
        const row = this.#rowOf({ ordinal, arm, repeat });
        const because = reasonOfCode(early.reasons[row]!);
        if (because === undefined) continue;
        const code = early.routes.at(row);
        const route = code === 0 ? undefined : early.routes.texts.text(code);
        void this.#write(record.id, { ordinal, arm, repeat, route, because });
      }
    }
  }

  /** A promise asks to wait for the disk. */
  take(outcome: Outcome): Promise<void> | undefined {
    const { ordinal, arm, repeat, recordId, route, ending } = outcome;
    if (ending.kind !== "not_covered") return undefined;
    this.#keep(arm, ordinal, recordId);
    const because = ending.because ?? "attempt_not_logged";
    if (this.#wasRead[ordinal] === 1) {
      return this.#write(recordId, { ordinal, arm, repeat, route, because });
    }
    const { records, repeats, policyKeys } = this.#setup;
    const rows = records * repeats * policyKeys.length;
    this.#early ??= { routes: new CodeColumn(rows), reasons: new Uint8Array(rows) };
    const row = this.#rowOf(outcome);
    this.#early.routes.set(row, route);
    this.#early.reasons[row] = codeOfReason(because);
    return undefined;
  }

  /** By arm: ids of the first records, in the dataset's order. */
  first(): readonly (readonly string[])[] {
    return this.#first.map((kept) => kept.map(({ record }) => record));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #write(
    record: string,
    { ordinal, arm, repeat, route, because }: Uncovered,
  ): Promise<void> | undefined {
    const { policyKeys, file } = this.#setup;
    const name = this.#names.at(ordinal);
    return this.#file.append(
      file.lineOf({
        record,
        policy: policyKeys[arm] ?? "",
        ...(repeat > 0 && { repeat }),
        route: route ?? null,
        logged_route: name === 0 ? null : this.#names.texts.text(name),
        because,
      }),
    );
  }

  #rowOf({ ordinal, arm, repeat }: Pick<Outcome, "ordinal" | "arm" | "repeat">): number {
    const { repeats, policyKeys } = this.#setup;
    return (ordinal * policyKeys.length + arm) * repeats + repeat;
  }

  #keep(arm: number, ordinal: number, record: string): void {
    const kept = this.#first[arm];
    if (kept === undefined) return;
    const place = kept.findIndex((one) => one.ordinal >= ordinal);
    if (kept[place]?.ordinal === ordinal) return;
    kept.splice(place < 0 ? kept.length : place, 0, { ordinal, record });
    kept.splice(MOST_KEPT);
  }
}
