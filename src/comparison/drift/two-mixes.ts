import type { DriftSide } from "../../core/drift.ts";
import type { SkippedFeature } from "../../core/mix-difference.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { clusteringOf, type Clustering } from "../clustering.ts";
import { CodeColumn } from "../code-column.ts";
import { IdentityColumn } from "../identity-column.ts";
import { MixColumns } from "../mix/mix-columns.ts";

/** One of the two sets of records before any of it is observed. */
export interface MixSide extends DriftSide {
  readonly tagNames: readonly string[];
}

/** What a golden set and a request log are made of: numbers by record, the golden ones first. */
export class TwoMixes {
  readonly golden: MixSide;
  readonly log: MixSide;
  readonly columns: MixColumns;
  /** Where the log's requests first went; the golden rows are empty. */
  readonly loggedRoutes: CodeColumn;
  readonly #groups: IdentityColumn;

  constructor(golden: MixSide, log: MixSide) {
    this.golden = golden;
    this.log = log;
    const shared = golden.tagNames.filter((name) => log.tagNames.includes(name));
    this.columns = new MixColumns(golden.records, log.records, shared);
    this.loggedRoutes = new CodeColumn(this.columns.records);
    this.#groups = new IdentityColumn(this.columns.records);
  }

  observeGolden(record: ReplayRecord): void {
    this.columns.observe(record, 0);
    // Ids of conversations are each set's own: the same one in both is a coincidence.
    this.#groups.set(record.ordinal, record.group && `golden/${record.group}`);
  }

  /** `route`: the registry's, or the log's own name for it. */
  observeLogged(record: ReplayRecord, route: string | undefined): void {
    const row = this.golden.records + record.ordinal;
    this.columns.observe(record, 1);
    this.loggedRoutes.set(row, route);
    this.#groups.set(row, record.group && `log/${record.group}`);
  }

  get goldenRows(): Uint32Array {
    return rowsFrom(0, this.golden.records);
  }

  get logRows(): Uint32Array {
    return rowsFrom(this.golden.records, this.log.records);
  }

  /** Which records belong together; absent: each stands alone. */
  clustering(): Clustering | undefined {
    const { records } = this.columns;
    const found = clusteringOf({ records: { records, groups: this.#groups }, repeats: 1 });
    return found?.count === records ? undefined : found;
  }

  /** Tags that one side alone has. */
  skipped(): readonly SkippedFeature[] {
    const { golden, log } = this;
    return [
      ...golden.tagNames
        .filter((name) => !log.tagNames.includes(name))
        .map((feature) => ({ feature, because: `${log.name} has no such tag` })),
      ...log.tagNames
        .filter((name) => !golden.tagNames.includes(name))
        .map((feature) => ({ feature, because: `${golden.name} has no such tag` })),
    ];
  }
}

function rowsFrom(start: number, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) rows[index] = start + index;
  return rows;
}
