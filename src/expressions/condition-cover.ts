import type { Condition, Literal } from "./condition-tree.ts";
import { isKnownTerm, TermValues, type TermValue } from "./term-values.ts";

/** `unknown`: neither could be shown. */
export type Answer = "yes" | "no" | "unknown";

/** That a condition is true, or that it is false; one that fails on a record is neither. */
interface Goal {
  readonly condition: Condition;
  readonly holds: boolean;
}

/** Enough for any rule that a person writes; a search that takes longer is given up. */
const MAX_STEPS = 5_000;

/**
 * Whether the later condition is true of no record on which all earlier ones are false: it never
 * decides, because an earlier one is true first, or fails. `yes` is certain. Conditions are
 * searched for a way to be true and false together, as the language evaluates them: an operand
 * that fails decides nothing, unless the other one does.
 */
export function covers(earlier: readonly Condition[], later: Condition): Answer {
  return opposite(
    possible([
      { condition: later, holds: true },
      ...earlier.map((condition): Goal => ({ condition, holds: false })),
    ]),
  );
}

/** Whether two conditions are true of some record together; `no` is certain. */
export function canHoldTogether(one: Condition, other: Condition): Answer {
  return possible([
    { condition: one, holds: true },
    { condition: other, holds: true },
  ]);
}

/** Whether a condition is true of some record; `no` is certain. */
export function canHold(condition: Condition): Answer {
  return possible([{ condition, holds: true }]);
}

function opposite(answer: Answer): Answer {
  if (answer === "unknown") return answer;
  return answer === "yes" ? "no" : "yes";
}

/** What one way through the conditions has settled so far. */
interface Facts {
  /** By atom. */
  readonly settled: ReadonlyMap<string, boolean>;
  /** By term: the values that fulfil all that is settled of it. */
  readonly values: ReadonlyMap<string, readonly TermValue[]>;
}

interface Search {
  readonly terms: ReadonlyMap<string, TermValues>;
  steps: number;
}

function possible(goals: readonly Goal[]): Answer {
  const search: Search = { terms: termsOf(goals), steps: 0 };
  const found = way(goals, { settled: new Map(), values: new Map() }, search);
  if (found === undefined) return search.steps > MAX_STEPS ? "unknown" : "no";
  return isRecord(found) ? "yes" : "unknown";
}

/** Whether facts that contradict nothing are those of a record that can be. */
function isRecord({ values, settled }: Facts): boolean {
  const areKnown = [...values.keys()].every(isKnownTerm);
  const areTied = values.has("request.prompt_chars") && values.has("request.prompt_tokens");
  const hasTextMethod = [...settled.keys()].some((key) => key.startsWith('{"kind":"text"'));
  return areKnown && !areTied && !hasTextMethod;
}

function termsOf(goals: readonly Goal[]): ReadonlyMap<string, TermValues> {
  const literals = new Map<string, Literal[]>();
  for (const { condition } of goals) collect(condition, literals);
  return new Map([...literals].map(([term, found]) => [term, new TermValues(term, found)]));
}

function collect(condition: Condition, literals: Map<string, Literal[]>): void {
  switch (condition.kind) {
    case "constant":
      return;
    case "atom": {
      const { atom } = condition;
      const found = literals.get(atom.term) ?? [];
      if (atom.kind === "in") found.push(...atom.literals);
      if (atom.kind === "compare") found.push(atom.literal);
      literals.set(atom.term, found);
      return;
    }
    case "not":
      collect(condition.of, literals);
      return;
    case "and":
    case "or":
      collect(condition.left, literals);
      collect(condition.right, literals);
      return;
    case "choice":
      collect(condition.test, literals);
      collect(condition.ifTrue, literals);
      collect(condition.ifFalse, literals);
  }
}

/** Facts under which all goals are met; undefined: there are none, or the search took too long. */
function way(goals: readonly Goal[], from: Facts, search: Search): Facts | undefined {
  let facts = from;
  const open = [...goals];
  /** Goals that can be met in more than one way, looked at once all others are settled. */
  const forks: Goal[] = [];
  for (let goal = open.pop(); goal !== undefined; goal = open.pop()) {
    search.steps += 1;
    if (search.steps > MAX_STEPS) return undefined;
    const { condition, holds } = goal;
    switch (condition.kind) {
      case "constant":
        if (condition.holds !== holds) return undefined;
        break;
      case "atom": {
        const settled = settle(condition, holds, facts, search);
        if (settled === undefined) return undefined;
        facts = settled;
        break;
      }
      case "not":
        open.push({ condition: condition.of, holds: !holds });
        break;
      case "and":
      case "or":
        if (isFork(condition.kind, holds)) forks.push(goal);
        else {
          const { left, right } = condition;
          open.push({ condition: right, holds }, { condition: left, holds });
        }
        break;
      case "choice":
        forks.push(goal);
    }
  }
  const [fork, ...others] = forks;
  if (fork === undefined) return facts;
  for (const taken of waysToMeet(fork)) {
    const found = way([...others, ...taken], facts, search);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One side makes an "and" false and an "or" true. */
function isFork(kind: "and" | "or", holds: boolean): boolean {
  return (kind === "or") === holds;
}

function waysToMeet({ condition, holds }: Goal): readonly (readonly Goal[])[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [[{ condition: condition.left, holds }], [{ condition: condition.right, holds }]];
    case "choice": {
      const { test, ifTrue, ifFalse } = condition;
      return [
        [
          { condition: test, holds: true },
          { condition: ifTrue, holds },
        ],
        [
          { condition: test, holds: false },
          { condition: ifFalse, holds },
        ],
      ];
    }
    default:
      return [];
  }
}

/** The facts with one more; undefined: it contradicts them. */
function settle(
  { atom, key }: Extract<Condition, { readonly kind: "atom" }>,
  holds: boolean,
  { settled, values }: Facts,
  { terms }: Search,
): Facts | undefined {
  const before = settled.get(key);
  if (before !== undefined) return before === holds ? { settled, values } : undefined;
  const term = terms.get(atom.term);
  if (term === undefined) return undefined;
  const left = (values.get(atom.term) ?? term.all).filter((value) =>
    term.canBe(value, atom, holds),
  );
  if (left.length === 0) return undefined;
  return {
    settled: new Map(settled).set(key, holds),
    values: new Map(values).set(atom.term, left),
  };
}
