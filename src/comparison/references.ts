import type { Comparison } from "../core/comparison.ts";
import type { ReferenceMetrics } from "../core/metrics.ts";
import { tableJoint } from "./charts/joint-regions.ts";
import type { Clustering } from "./clustering.ts";
import type { Collected } from "./collected.ts";
import { knownRoutes } from "./oracle.ts";
import { randomMix } from "./random-mix.ts";
import { alwaysChoosing, type RouteChoices } from "./route-choices.ts";
import type { Scratch } from "./scratch.ts";
import { sortedObject } from "./sorted-object.ts";
import { tableMetrics } from "./table-metrics.ts";

/** What nobody's policy would have made of the records, read off the query × route table. */
export function references(
  { records, repeats, arms, oracle }: Collected,
  clustering: Clustering | undefined,
  scratch: Scratch,
): Comparison["references"] {
  const routes = knownRoutes(records);
  if (routes.length === 0) return {};
  const all: Uint32Array = new Uint32Array(records.records);
  for (let ordinal = 0; ordinal < all.length; ordinal += 1) all[ordinal] = ordinal;
  const byRecord = recordClustering(clustering, repeats);
  const counted = (table: RouteChoices): ReferenceMetrics => ({
    ...tableMetrics(table, all, byRecord, scratch),
    joint: tableJoint(table, all, { clustering: byRecord, scratch }),
  });
  const single = routes
    .map((route) => [route.route, counted(alwaysChoosing(route, records.records))] as const)
    .filter(([, metrics]) => metrics.records > 0);
  const complete = routes.reduce((known, route) => route.knownAmong(known), all);
  const mixes = arms.map((arm) => [arm.key, randomMix(arm, routes, complete)] as const);
  return {
    ...(oracle === undefined ? {} : { oracle: counted(oracle) }),
    ...(single.length === 0 ? {} : { single_routes: sortedObject(single) }),
    ...(complete.length === 0
      ? {}
      : { random_mix: sortedObject(mixes.flatMap(([key, mix]) => (mix ? [[key, mix]] : []))) }),
  };
}

/** Clusters by record: only groups make one, as repeats are of one record. */
function recordClustering(
  clustering: Clustering | undefined,
  repeats: number,
): Clustering | undefined {
  if (clustering === undefined) return undefined;
  const records = clustering.codes.length / repeats;
  if (clustering.count === records) return undefined;
  const codes = Int32Array.from(
    { length: records },
    (_, ordinal) => clustering.codes[ordinal * repeats] ?? 0,
  );
  return { codes, count: clustering.count };
}
