import { usdFromNanoUsd } from "../core/money.ts";
import type { PolicyChange } from "../core/policy-change.ts";
import type { Destination, PolicyDiff, PolicyTraffic } from "../core/policy-diff.ts";

/** What `diff --json` prints; null: not there, not known, or no dataset was named. */
export function diffJson(diff: PolicyDiff): string {
  const { before, after, changes, traffic, review, warnings, notes } = diff;
  const file = {
    before,
    after,
    same_version: before.version === after.version,
    changes: changes.map(changeOf),
    traffic: traffic === undefined ? null : trafficOf(traffic),
    review,
    warnings,
    notes,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** `before` or `after` is left out where the variable is not there: a document may say null. */
function changeOf({ path, kind, concern, before, after }: PolicyChange): unknown {
  return {
    path,
    kind,
    concern,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

function trafficOf(traffic: PolicyTraffic): unknown {
  const { dataset, records, moved, otherwiseChanged, memory, shifts, providers, cost } = traffic;
  return {
    dataset,
    records,
    moved,
    otherwise_changed: otherwiseChanged,
    memory,
    shifts: shifts.map(({ before, after, count, firstRecords }) => ({
      before: destinationOf(before),
      after: destinationOf(after),
      count,
      first_records: firstRecords,
    })),
    providers: providers.map(({ provider, before, after, withFailover }) => ({
      provider,
      before,
      after,
      with_failover: withFailover,
    })),
    estimated_cost: {
      records: cost.records,
      before_usd: cost.records === 0 ? null : usdFromNanoUsd(cost.beforeNanoUsd),
      after_usd: cost.records === 0 ? null : usdFromNanoUsd(cost.afterNanoUsd),
      unknown: cost.unknown,
    },
  };
}

function destinationOf({ kind, route, because }: Destination): unknown {
  return { kind, route: route ?? null, because };
}
