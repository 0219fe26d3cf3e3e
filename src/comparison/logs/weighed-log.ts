import type { ArmColumns } from "../arm-columns.ts";
import type { Collected } from "../collected.ts";
import type { LoggedColumns } from "./logged-columns.ts";

/** The records of a log that can be weighed for a candidate: each with a propensity and a decision. */
export interface WeighedLog {
  /** In their order. */
  readonly ordinals: Uint32Array;
  /** Of the route that the log took: under the candidate, and under the log's policy. */
  readonly candidate: Float64Array;
  readonly logged: Float64Array;
  /** Replayed records that are not among them. */
  readonly leftOut: number;
  /** Mean probability of the candidate on routes that the log never takes there. */
  readonly unsupportedMass: number;
  /** The log says of every such record how probable each route was. */
  readonly isWholeDistribution: boolean;
  /** How probable a route is under the candidate, for one record. */
  readonly probabilityOf: (ordinal: number, route: number) => number;
  /** Routes that the candidate may take for a record. */
  readonly routesOf: (ordinal: number) => readonly number[];
}

/** `drawn`: how probable each route is under a candidate that draws them; absent: it does not. */
export function weighLog(
  { decided }: ArmColumns,
  logged: LoggedColumns,
  { records: { records }, repeats }: Collected,
  drawn: ReadonlyMap<string, number> | undefined,
): WeighedLog {
  const shares = drawn && sharesByCode(drawn, logged);
  const decidedOn = (ordinal: number): number => decided.at(ordinal * repeats);
  const routesOf = (ordinal: number): readonly number[] =>
    shares === undefined ? [decidedOn(ordinal)] : [...shares.keys()];
  const probabilityOf = (ordinal: number, route: number): number =>
    shares === undefined ? Number(decidedOn(ordinal) === route) : (shares.get(route) ?? 0);
  const kept: number[] = [];
  let unsupported = 0;
  let isWholeDistribution = true;
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    if (!isWeighable(ordinal, logged) || decidedOn(ordinal) === 0) continue;
    kept.push(ordinal);
    if (!logged.isDistributed(ordinal)) {
      isWholeDistribution = false;
      // Where the log was certain of its route, it was of no other.
      if (logged.propensities.at(ordinal) === 1) {
        unsupported += 1 - probabilityOf(ordinal, logged.routes.at(ordinal));
      }
      continue;
    }
    for (const route of routesOf(ordinal)) {
      if (!logged.isPossible(ordinal, route)) unsupported += probabilityOf(ordinal, route);
    }
  }
  const ordinals = Uint32Array.from(kept);
  return {
    ordinals,
    candidate: Float64Array.from(kept, (ordinal) =>
      probabilityOf(ordinal, logged.routes.at(ordinal)),
    ),
    logged: logged.propensities.valuesOf(ordinals),
    leftOut: records - kept.length,
    unsupportedMass: kept.length === 0 ? 0 : unsupported / kept.length,
    isWholeDistribution,
    probabilityOf,
    routesOf,
  };
}

function isWeighable(ordinal: number, logged: LoggedColumns): boolean {
  return (
    logged.isServed(ordinal) &&
    logged.routes.at(ordinal) !== 0 &&
    logged.propensities.at(ordinal) > 0
  );
}

function sharesByCode(
  drawn: ReadonlyMap<string, number>,
  { routes }: LoggedColumns,
): ReadonlyMap<number, number> {
  return new Map([...drawn].map(([route, share]) => [routes.texts.code(route), share]));
}
