import type { Grade } from "../core/outcome.ts";
import type { Score } from "../core/score.ts";
import { CodeColumn } from "./code-column.ts";
import { flaggedUnits, indicatorsOf } from "./flagged-units.ts";
import { NumberColumn } from "./number-column.ts";
import { ACCEPTED, SCORED } from "./outcome-flags.ts";

/** A grader agrees with the score; its values lie in 0..1, so this one is free. */
const AS_SCORE = -1;

/**
 * Scores and graders' values. Most datasets score 1 for accepted and 0 for not, by one grader
 * whose value is the score: then nothing is kept but the flags.
 */
export class ScoreColumns {
  readonly graders: readonly string[];
  readonly labels: CodeColumn;
  readonly #flags: Uint32Array;
  readonly #ownScores: NumberColumn;
  readonly #ownValues: readonly NumberColumn[];

  constructor(flags: Uint32Array, graders: readonly string[]) {
    this.graders = graders;
    this.#flags = flags;
    this.labels = new CodeColumn(flags.length);
    this.#ownScores = new NumberColumn(flags.length, Number.NaN);
    this.#ownValues = graders.map(() => new NumberColumn(flags.length, AS_SCORE));
  }

  set(unit: number, { accepted, score, scores }: Grade): void {
    if (score !== undefined && score !== (accepted ? 1 : 0)) this.#ownScores.set(unit, score);
    for (let index = 0; index < this.graders.length; index += 1) {
      const opinion = scoreNamed(scores, this.graders[index] ?? "", index);
      if (opinion?.value !== score) {
        this.#ownValues[index]?.set(unit, opinion?.value ?? Number.NaN);
      }
    }
    for (const { label } of scores) {
      if (label === undefined) continue;
      this.labels.set(unit, label);
      return;
    }
  }

  #score(unit: number): number {
    const flags = this.#flags[unit]!;
    if ((flags & SCORED) === 0) return Number.NaN;
    const own = this.#ownScores.at(unit);
    return Number.isNaN(own) ? ((flags & ACCEPTED) === 0 ? 0 : 1) : own;
  }

  /** Whether the grader at this place agreed with the score everywhere. */
  isScore(grader: number): boolean {
    return this.#ownValues[grader]?.isUniform === true;
  }

  /** The units that could be scored, by the grader at a place or by all of them together. */
  scoredAmong(units: Uint32Array, grader: number | undefined): Uint32Array {
    if (grader === undefined || this.isScore(grader)) {
      return flaggedUnits(units, this.#flags, SCORED);
    }
    return units.filter((unit) => !Number.isNaN(this.#valueBy(grader, unit)));
  }

  /** Scores of units that could be scored, written to the front of `into`. */
  valuesOf(
    units: Uint32Array,
    grader: number | undefined,
    into: Float64Array = new Float64Array(units.length),
  ): Float64Array {
    const isScore = grader === undefined || this.isScore(grader);
    if (isScore && this.#ownScores.isUniform) {
      return indicatorsOf(units, this.#flags, ACCEPTED, into);
    }
    const found = into.subarray(0, units.length);
    for (let index = 0; index < found.length; index += 1) {
      const unit = units[index]!;
      found[index] = isScore ? this.#score(unit) : this.#valueBy(grader, unit);
    }
    return found;
  }

  #valueBy(grader: number, unit: number): number {
    const own = this.#ownValues[grader]?.at(unit) ?? AS_SCORE;
    return own === AS_SCORE ? this.#score(unit) : own;
  }
}

/** Scores mostly stand in the order of the graders. */
function scoreNamed(scores: readonly Score[], name: string, place: number): Score | undefined {
  const likely = scores[place];
  return likely?.name === name ? likely : scores.find((score) => score.name === name);
}
