import type { Decision } from "../../core/decision.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { NanoUsdSum } from "../../core/money.ts";
import type {
  DecisionFailures,
  Destination,
  PolicyTraffic,
  ProviderTraffic,
  TrafficShift,
} from "../../core/policy-diff.ts";
import { viewOf, type RequestView } from "../../core/request-view.ts";
import type { Signals } from "../../core/router.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import { adviceNotes } from "../advice/advice-notes.ts";
import { neededWith, putToWork, type PolicyWork } from "../arms-at-work.ts";
import { emptyPast } from "../empty-past.ts";
import type { LoadedSide } from "../load-policies.ts";

const FIRST_RECORDS = 5;

/**
 * Where two policies send each record of a dataset first, by the engine that a run uses; nothing
 * is called, and nothing has come before.
 */
export async function policyTraffic(
  { manifest, dataset }: { readonly manifest: Manifest; readonly dataset: CheckedDataset },
  [before, after]: readonly [LoadedSide, LoadedSide],
  { seed, asOfMs }: { readonly seed: number; readonly asOfMs: number },
): Promise<PolicyTraffic> {
  const one = putToWork(before, before.priced, seed, manifest.kind);
  const other = putToWork(after, after.priced, seed, manifest.kind);
  const reads = ({ policy }: LoadedSide, { router: { memory } }: PolicyWork): boolean =>
    memory !== undefined && neededWith(manifest, memory, policy) !== undefined;
  const shifts = new Map<string, MutableShift>();
  const providers = new Map<string, MutableProvider>();
  const sums = { before: new NanoUsdSum(), after: new NanoUsdSum() };
  const failures = { before: new Failures(before), after: new Failures(after) };
  const counts = { records: 0, moved: 0, otherwiseChanged: 0, estimated: 0, unknown: 0 };
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const view = viewOf(record);
      const from = firstOf(one, before, view, emptyPast(one.router, record, asOfMs));
      const to = firstOf(other, after, view, emptyPast(other.router, record, asOfMs));
      counts.records += 1;
      failures.before.add(from);
      failures.after.add(to);
      count(providers, from, "before");
      count(providers, to, "after");
      if (from.isCall && to.isCall && from.nanoUsd !== undefined && to.nanoUsd !== undefined) {
        counts.estimated += 1;
        sums.before.add(from.nanoUsd);
        sums.after.add(to.nanoUsd);
      } else if ([from, to].some(({ isCall, nanoUsd }) => isCall && nanoUsd === undefined)) {
        counts.unknown += 1;
      }
      if (from.place !== to.place) {
        counts.moved += 1;
        addShift(shifts, from.destination, to.destination, record.id);
      } else if (from.afterwards !== to.afterwards) counts.otherwiseChanged += 1;
    }
  }
  return {
    dataset: dataset.summary.name,
    records: counts.records,
    moved: counts.moved,
    otherwiseChanged: counts.otherwiseChanged,
    shifts: [...shifts.values()].toSorted(
      (left, right) => right.count - left.count || (textOf(left) < textOf(right) ? -1 : 1),
    ),
    providers: [...providers.values()].toSorted(
      (left, right) => right.after - left.after || (left.provider < right.provider ? -1 : 1),
    ),
    cost: {
      records: counts.estimated,
      beforeNanoUsd: sums.before.total,
      afterNanoUsd: sums.after.total,
      unknown: counts.unknown,
    },
    failures: [...failures.before.found(), ...failures.after.found()],
    notes: [
      ...adviceNotes(before.policy.name, one.router),
      ...adviceNotes(after.policy.name, other.router),
    ],
    memory: reads(before, one) || reads(after, other) ? "empty" : "none",
  };
}

/** What one policy does first with a record. */
interface First {
  readonly destination: Destination;
  /** The same for the same destination, whatever the reason. */
  readonly place: string;
  /** What may follow, and who has to look: the same text for the same. */
  readonly afterwards: string;
  readonly isCall: boolean;
  /** Absent: no call is made, or its cost is not known. */
  readonly nanoUsd: number | undefined;
  readonly provider: string | undefined;
  readonly hasFailover: boolean;
}

function firstOf(work: PolicyWork, side: LoadedSide, view: RequestView, signals: Signals): First {
  const { router, estimateNanoUsd } = work;
  let decision: Decision;
  let destination: Destination;
  try {
    decision = router.decide(view, signals);
    const step = router.next(view, decision, [], signals);
    const because = "because" in step ? step.because : "";
    destination = {
      kind: step.kind,
      route: step.kind === "call" ? step.route : undefined,
      because,
    };
  } catch (error) {
    // In a run this record would end as a harness error, and the others go on.
    if (!(error instanceof HarnessError)) throw error;
    // The same error of many records is one reason.
    const because = error.message.replace(` on record "${view.recordId}"`, "");
    return nowhere({ kind: "fails", route: undefined, because });
  }
  const { routes } = side.priced;
  const route = destination.route === undefined ? undefined : routes.get(destination.route);
  if (route === undefined) return nowhere(destination, decision);
  return {
    destination,
    place: JSON.stringify([destination.kind, route.name]),
    afterwards: afterwardsOf(decision),
    isCall: true,
    nanoUsd: decision.estimatedNanoUsd ?? estimateNanoUsd(route, view),
    provider: route.provider,
    hasFailover: decision.chain.some((name) => {
      const next = routes.get(name)?.provider;
      return next !== undefined && next !== route.provider;
    }),
  };
}

/** A record for which no call is made. */
function nowhere(destination: Destination, decision?: Decision): First {
  return {
    destination,
    place: JSON.stringify([destination.kind]),
    afterwards: decision === undefined ? "" : afterwardsOf(decision),
    isCall: false,
    nanoUsd: undefined,
    provider: undefined,
    hasFailover: false,
  };
}

class Failures {
  readonly #policy: string;
  #records = 0;
  #because = "";

  constructor({ policy }: LoadedSide) {
    this.#policy = policy.name;
  }

  add({ destination: { kind, because } }: First): void {
    if (kind !== "fails") return;
    if (this.#records === 0) this.#because = because;
    this.#records += 1;
  }

  found(): readonly DecisionFailures[] {
    if (this.#records === 0) return [];
    return [{ policy: this.#policy, records: this.#records, because: this.#because }];
  }
}

function afterwardsOf({ chain, review }: Decision): string {
  return JSON.stringify([chain, [...review].toSorted()]);
}

type MutableShift = TrafficShift & { count: number; readonly firstRecords: string[] };
type MutableProvider = ProviderTraffic & { before: number; after: number; withFailover: number };

function addShift(
  shifts: Map<string, MutableShift>,
  before: Destination,
  after: Destination,
  id: string,
): void {
  const key = textOf({ before, after });
  const shift = shifts.get(key) ?? { before, after, count: 0, firstRecords: [] };
  shifts.set(key, shift);
  shift.count += 1;
  if (shift.firstRecords.length < FIRST_RECORDS) shift.firstRecords.push(id);
}

function textOf({ before, after }: Pick<TrafficShift, "before" | "after">): string {
  const parts = [before, after].flatMap(({ kind, route = null, because }) => [
    kind,
    route,
    because,
  ]);
  return JSON.stringify(parts);
}

function count(
  providers: Map<string, MutableProvider>,
  { provider, hasFailover }: First,
  side: "before" | "after",
): void {
  if (provider === undefined) return;
  const traffic = providers.get(provider) ?? { provider, before: 0, after: 0, withFailover: 0 };
  providers.set(provider, traffic);
  traffic[side] += 1;
  if (side === "after" && hasFailover) traffic.withFailover += 1;
}
