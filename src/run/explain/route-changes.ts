import type { Outcome } from "../../core/outcome.ts";
import type { DecidedRoute, RouteChangeGroup, RunExplanation } from "../../core/run-explanation.ts";

/** Decisions of a run by policy, record and repeat, to be compared two policies at a time. */
export interface RouteChanges {
  /** A later outcome of the same trial takes the place of an earlier one. */
  take(outcome: Outcome): void;
  /** Pairs two arms and groups what changed route; a group names so many ids at most. */
  between(
    before: number,
    after: number,
    firstRecords: number,
  ): Pick<RunExplanation, "pairs" | "unpaired" | "changed" | "groups">;
}

/** `repeats`: of each record. One number is kept of an outcome: a run may hold a million. */
export function createRouteChanges(repeats: number): RouteChanges {
  const decisions: DecidedRoute[] = [];
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  /** Twice the decision's number, plus one where the outcome was accepted; by arm and unit. */
  const arms = new Map<number, number[]>();

  const numberOf = ({ route, because }: Outcome): number => {
    const key = JSON.stringify([route ?? null, because]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, decisions.length);
    return decisions.push({ route, because }) - 1;
  };

  return {
    take(outcome) {
      const unit = outcome.ordinal * repeats + outcome.repeat;
      ids[outcome.ordinal] = outcome.recordId;
      const units = arms.get(outcome.arm) ?? [];
      arms.set(outcome.arm, units);
      units[unit] = 2 * numberOf(outcome) + (outcome.grade.accepted ? 1 : 0);
    },
    between(armBefore, armAfter, firstRecords) {
      const [ones, others] = [arms.get(armBefore) ?? [], arms.get(armAfter) ?? []];
      const groups = new Map<string, MutableGroup>();
      let [pairs, unpaired, changed] = [0, 0, 0];
      const units = Math.max(ones.length, others.length);
      for (let unit = 0; unit < units; unit += 1) {
        const [one, other] = [ones[unit], others[unit]];
        if (one === undefined && other === undefined) continue;
        if (one === undefined || other === undefined) {
          unpaired += 1;
          continue;
        }
        pairs += 1;
        const [before, after] = [decisions[one >> 1], decisions[other >> 1]];
        if (before === undefined || after === undefined || before.route === after.route) continue;
        changed += 1;
        const key = `${one >> 1}/${other >> 1}`;
        const group = groups.get(key) ?? newGroup(before, after);
        groups.set(key, group);
        group.count += 1;
        group.acceptedBefore += one & 1;
        group.acceptedAfter += other & 1;
        const id = ids[Math.floor(unit / repeats)] ?? "";
        if (group.firstRecords.length < firstRecords && group.firstRecords.at(-1) !== id) {
          group.firstRecords.push(id);
        }
      }
      return { pairs, unpaired, changed, groups: [...groups.values()].toSorted(largestFirst) };
    },
  };
}

interface MutableGroup extends RouteChangeGroup {
  count: number;
  acceptedBefore: number;
  acceptedAfter: number;
  readonly firstRecords: string[];
}

function newGroup(before: DecidedRoute, after: DecidedRoute): MutableGroup {
  return { before, after, count: 0, acceptedBefore: 0, acceptedAfter: 0, firstRecords: [] };
}

/** Equal groups by their texts, so that the order of outcomes in the journal changes nothing. */
function largestFirst(one: RouteChangeGroup, other: RouteChangeGroup): number {
  if (one.count !== other.count) return other.count - one.count;
  return textOf(one) < textOf(other) ? -1 : 1;
}

function textOf({ before, after }: RouteChangeGroup): string {
  return JSON.stringify([before.route ?? null, before.because, after.route ?? null, after.because]);
}
