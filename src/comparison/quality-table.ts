import { NanoUsdSum } from "../core/money.ts";
import type { QualityEntry } from "../core/quality-table.ts";
import { nearestRank } from "../stats/quantile.ts";
import { wilsonInterval } from "../stats/wilson.ts";

/** What one route made of one record. */
export interface ServedRecord {
  readonly route: string;
  /** Absent: the record belongs to none. */
  readonly task: string | undefined;
  readonly accepted: boolean;
  /** Of all its attempts; absent: not known, as are the others. */
  readonly costNanoUsd: number | undefined;
  readonly latencyMs: number | undefined;
  readonly outputTokens: number | undefined;
}

/** Entries by route, in order of their names. */
export type QualityLine = ReadonlyMap<string, QualityEntry>;

/** What records say of routes: over all tasks, and by task, in order of their names. */
export interface QualityFigures {
  readonly overall: QualityLine;
  readonly tasks: ReadonlyMap<string, QualityLine>;
}

/** From one side: the share is at least so high with 95 % confidence. */
const ONE_SIDED_ALPHA = 0.05;
const P95 = 0.95;

/** Folds records into quality tables; their order changes nothing. */
export class QualityFold {
  readonly #overall = new Map<string, Tally>();
  readonly #tasks = new Map<string, Map<string, Tally>>();

  add(served: ServedRecord): void {
    tallyOf(this.#overall, served.route).add(served);
    if (served.task === undefined) return;
    let line = this.#tasks.get(served.task);
    if (line === undefined) this.#tasks.set(served.task, (line = new Map()));
    tallyOf(line, served.route).add(served);
  }

  figures(): QualityFigures {
    return {
      overall: lineOf(this.#overall),
      tasks: new Map(sortedEntries(this.#tasks).map(([task, line]) => [task, lineOf(line)])),
    };
  }
}

function tallyOf(line: Map<string, Tally>, route: string): Tally {
  let tally = line.get(route);
  if (tally === undefined) line.set(route, (tally = new Tally()));
  return tally;
}

function lineOf(line: ReadonlyMap<string, Tally>): QualityLine {
  return new Map(sortedEntries(line).map(([route, tally]) => [route, tally.entry()]));
}

function sortedEntries<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Means and quantiles are over the records that they are known of. */
class Tally {
  #records = 0;
  #accepted = 0;
  readonly #cost = new NanoUsdSum();
  #costs = 0;
  #tokens = 0;
  #answers = 0;
  readonly #latenciesMs: number[] = [];

  add({ accepted, costNanoUsd, latencyMs, outputTokens }: ServedRecord): void {
    this.#records += 1;
    if (accepted) this.#accepted += 1;
    if (costNanoUsd !== undefined) {
      this.#cost.add(costNanoUsd);
      this.#costs += 1;
    }
    if (outputTokens !== undefined) {
      this.#tokens += outputTokens;
      this.#answers += 1;
    }
    if (latencyMs !== undefined) this.#latenciesMs.push(latencyMs);
  }

  entry(): QualityEntry {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    const { lower } = wilsonInterval(this.#accepted, this.#records, ONE_SIDED_ALPHA);
    return {
      n: this.#records,
      quality: this.#accepted / this.#records,
      lower: lower ?? undefined,
      costNanoUsd: this.#costs === 0 ? undefined : Number(this.#cost.total) / this.#costs,
      p95Ms: nearestRank(sorted, P95) ?? undefined,
      outputTokens: this.#answers === 0 ? undefined : this.#tokens / this.#answers,
    };
  }
}
