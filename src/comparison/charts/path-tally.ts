import { NanoUsdSum } from "../../core/money.ts";
import type { FlowEnding } from "./flow-ending.ts";
import { pathKey, type OutcomePath } from "./outcome-path.ts";

interface Tally {
  readonly places: readonly string[];
  readonly ending: FlowEnding;
  records: number;
  readonly nanoUsd: NanoUsdSum;
}

/** Counts outcomes by their path; it grows with the paths, not with the outcomes. */
export class PathTally {
  readonly #tallies = new Map<string, Tally>();

  /** `nanoUsd`: the known costs of the outcome's attempts. */
  add(places: readonly string[], ending: FlowEnding, nanoUsd: number): void {
    const key = pathKey(places, ending);
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      tally = { places, ending, records: 0, nanoUsd: new NanoUsdSum() };
      this.#tallies.set(key, tally);
    }
    tally.records += 1;
    tally.nanoUsd.add(nanoUsd);
  }

  get paths(): readonly OutcomePath[] {
    return [...this.#tallies.values()].map(({ nanoUsd, ...path }) => ({
      ...path,
      nanoUsd: nanoUsd.total,
    }));
  }
}
