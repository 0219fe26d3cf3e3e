import type { KnownGrade } from "./known-grade.ts";
import { NumberColumn, PARTS_OF_MS } from "./number-column.ts";

const KNOWN = 1;
const ACCEPTED = 2;
const SCORED = 4;

/** Known outcomes of every record on one route of an outcome table. */
export class KnownColumns {
  readonly route: string;
  readonly #states: Uint8Array;
  /** Scores other than 1 for accepted and 0 for not: most tables hold none. */
  readonly #ownScores: NumberColumn;
  readonly #costs: NumberColumn;
  readonly #latencies: NumberColumn;

  constructor(route: string, records: number) {
    this.route = route;
    this.#states = new Uint8Array(records);
    this.#ownScores = new NumberColumn(records, Number.NaN);
    this.#costs = new NumberColumn(records, Number.NaN);
    this.#latencies = new NumberColumn(records, Number.NaN, PARTS_OF_MS);
  }

  set(ordinal: number, grade: KnownGrade): void {
    const { score } = grade;
    const plain = grade.accepted ? 1 : 0;
    const scored = score === undefined ? 0 : SCORED;
    this.#states[ordinal] = KNOWN | (grade.accepted ? ACCEPTED : 0) | scored;
    this.#ownScores.set(ordinal, score === undefined || score === plain ? Number.NaN : score);
    this.#costs.set(ordinal, grade.costNanoUsd ?? Number.NaN);
    this.#latencies.set(ordinal, grade.latencyMs ?? Number.NaN);
  }

  isKnown(ordinal: number): boolean {
    return ((this.#states[ordinal] ?? 0) & KNOWN) !== 0;
  }

  /** Records whose outcome is known; the very same array where all are. */
  knownAmong(ordinals: Uint32Array): Uint32Array {
    let count = 0;
    for (let index = 0; index < ordinals.length; index += 1) {
      if (this.isKnown(ordinals[index]!)) count += 1;
    }
    return count === ordinals.length
      ? ordinals
      : ordinals.filter((ordinal) => this.isKnown(ordinal));
  }

  isAccepted(ordinal: number): boolean {
    return ((this.#states[ordinal] ?? 0) & ACCEPTED) !== 0;
  }

  /** NaN: could not be scored. */
  score(ordinal: number): number {
    if (((this.#states[ordinal] ?? 0) & SCORED) === 0) return Number.NaN;
    const own = this.#ownScores.at(ordinal);
    return Number.isNaN(own) ? (this.isAccepted(ordinal) ? 1 : 0) : own;
  }

  /** NaN: unknown. */
  costNanoUsd(ordinal: number): number {
    return this.#costs.at(ordinal);
  }

  /** NaN: unknown. */
  latencyMs(ordinal: number): number {
    return this.#latencies.at(ordinal);
  }
}
