import type { Classification } from "../core/advice.ts";
import { CodeColumn } from "./code-column.ts";
import { NumberColumn, PARTS_OF_MS } from "./number-column.ts";

const CLASSIFIED = 1;
const SURE = 2;

/** What a policy's classifier said of each unit, and what that took. */
export class ClassificationColumns {
  readonly labels: CodeColumn;
  /** How a model's call failed, where it did. */
  readonly failures: CodeColumn;
  /** Milliseconds; NaN: not known. */
  readonly latency: NumberColumn;
  /** Nano-dollars; NaN: not known. */
  readonly costs: NumberColumn;
  readonly #states: Uint8Array;

  constructor(units: number) {
    this.labels = new CodeColumn(units);
    this.failures = new CodeColumn(units);
    this.latency = new NumberColumn(units, Number.NaN, PARTS_OF_MS);
    this.costs = new NumberColumn(units, Number.NaN);
    this.#states = new Uint8Array(units);
  }

  set(unit: number, { label, failure, latencyMs, costNanoUsd }: Classification): void {
    this.#states[unit] = CLASSIFIED | (label === undefined ? 0 : SURE);
    this.labels.set(unit, label);
    this.failures.set(unit, failure);
    this.latency.set(unit, latencyMs ?? Number.NaN);
    this.costs.set(unit, costNanoUsd ?? Number.NaN);
  }

  /** Units that were classified at all: a trial that broke before was not. */
  classifiedAmong(units: Uint32Array): Uint32Array {
    return units.filter((unit) => this.isClassified(unit));
  }

  isClassified(unit: number): boolean {
    return ((this.#states[unit] ?? 0) & CLASSIFIED) !== 0;
  }

  isSure(unit: number): boolean {
    return ((this.#states[unit] ?? 0) & SURE) !== 0;
  }
}
