import type { TuneSetting } from "../../core/tune-report.ts";
import { clusteringOf, type Clustering } from "../clustering.ts";
import { Scratch } from "../scratch.ts";
import type { SettingColumns, SettingsColumns } from "./settings-columns.ts";

/** A route alone, as one more way to route. */
export interface SingleRoute {
  readonly route: string;
  readonly arm: SettingColumns;
  /** Whether enough is known of it to choose it for others, or by: the verdict's own rule. */
  readonly isWhole: boolean;
}

/** Of a part that is easier than the rest, a route looks better than it is. */
const LEAST_COVERAGE = 0.99;

/** Everything that a sweep is judged by. */
export interface TuneData {
  readonly columns: SettingsColumns;
  readonly settings: readonly { readonly setting: TuneSetting; readonly arm: SettingColumns }[];
  readonly asWritten: SettingColumns;
  /** In order of their names; those of which nothing is known are left out. */
  readonly singles: readonly SingleRoute[];
  /** Ordinals that settings are chosen on, and those that they are shown on. */
  readonly fit: Uint32Array;
  readonly heldOut: Uint32Array;
  readonly clustering: Clustering | undefined;
  readonly scratch: Scratch;
}

export interface TuneDataSetup {
  readonly columns: SettingsColumns;
  readonly settings: readonly TuneSetting[];
  readonly routes: readonly string[];
  /** 1 for each record that settings are chosen on. */
  readonly isFit: Uint8Array;
  /** Whether the figures are shown on those very records. */
  readonly isInSample: boolean;
}

/** The arms of a sweep by what they stand for: settings, the policy as written, single routes. */
export function tuneDataOf(setup: TuneDataSetup): TuneData {
  const { columns, settings, routes, isFit, isInSample } = setup;
  const { arms, records } = columns;
  const armAt = (index: number): SettingColumns => {
    const arm = arms[index];
    if (arm === undefined) throw new Error(`the sweep has no arm ${index}`);
    return arm;
  };
  const all = Uint32Array.from({ length: records.records }, (_, ordinal) => ordinal);
  const fit = all.filter((ordinal) => isFit[ordinal] === 1);
  const singles = routes.flatMap((route, index): readonly SingleRoute[] => {
    const arm = armAt(settings.length + 1 + index);
    const known = arm.outcomes.knownAmong(all).length;
    return known === 0 ? [] : [{ route, arm, isWhole: known >= LEAST_COVERAGE * all.length }];
  });
  return {
    columns,
    settings: settings.map((setting, index) => ({ setting, arm: armAt(index) })),
    asWritten: armAt(settings.length),
    singles: singles.toSorted((one, other) => (one.route < other.route ? -1 : 1)),
    fit,
    heldOut: isInSample ? fit : all.filter((ordinal) => isFit[ordinal] !== 1),
    clustering: clusteringOf({ records, repeats: 1 }),
    scratch: new Scratch(),
  };
}
