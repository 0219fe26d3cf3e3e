import type { Problem } from "../core/problem.ts";
import type { KnownOutcome, ReplayRecord } from "../core/replay-record.ts";
import { readOutcome, readWide } from "./read-outcome.ts";
import type { RecordPlan } from "./record-plan.ts";
import { shown, type Fault } from "./read-cell.ts";
import type { Fragment } from "./row-fragment.ts";
import type { Cell } from "./table-row.ts";
import type { WantedColumns } from "./wanted-columns.ts";

/** What joining works with: what the columns are for, and whom to tell of what does not fit. */
export interface JoinRules {
  readonly plan: RecordPlan;
  readonly columns: JoinColumns;
  readonly names: readonly string[];
  readonly placeOf: (fragment: Fragment) => { readonly file: string; readonly line: number };
  readonly fault: Fault;
  readonly problem: (problem: Problem) => void;
  /** Told of a prompt or an arrival that differs between rows: the first one counts. */
  readonly differs: (name: string) => void;
}

/** Which wanted columns speak of the record, and of those which may differ from row to row. */
export interface JoinColumns {
  readonly ofRecord: readonly number[];
  readonly mayDiffer: ReadonlySet<number>;
}

const lenient = new Set<string | number>(["prompt", "messages", "arrived_at"]);

export function joinColumns(wanted: WantedColumns): JoinColumns {
  const ofRecord: number[] = [];
  const mayDiffer = new Set<number>();
  for (const [index, uses] of wanted.uses.entries()) {
    const recordUses = uses.filter(([first]) => first !== "outcome" && first !== "exclude");
    if (recordUses.length === 0 && uses.every(([first]) => first === "outcome")) continue;
    ofRecord.push(index);
    const isLenient = recordUses.every(([, part]) => part !== undefined && lenient.has(part));
    if (isLenient) mayDiffer.add(index);
  }
  return { ofRecord, mayDiffer };
}

export interface JoinedRecord {
  readonly cells: readonly Cell[];
  readonly outcomes: ReplayRecord["outcomes"];
}

/** One record of its rows, in the order they were read. */
export function joinFragments(fragments: readonly Fragment[], rules: JoinRules): JoinedRecord {
  const cells: Cell[] = rules.names.map(() => undefined);
  const routes = new Map<string, KnownOutcome>();
  const firstOf = new Map<string, Fragment>();
  const plainRows: Fragment[] = [];
  for (const fragment of fragments) {
    const adds = addCells(cells, fragment, fragments, rules);
    if (fragment.route !== undefined) addRoute(routes, firstOf, fragment, rules);
    else {
      const twin = plainRows.find(({ file }) => file === fragment.file || !adds);
      if (twin !== undefined) rules.problem(standsTwice(fragment, twin, rules));
      plainRows.push(fragment);
    }
  }
  const { plan } = rules;
  return { cells, outcomes: plan.long === undefined ? wideOf(cells, rules) : routes };
}

function wideOf(cells: readonly Cell[], { plan, fault }: JoinRules): ReplayRecord["outcomes"] {
  const { isCsv, minScore, isRecorded: needsVerdict } = plan;
  return readWide(plan, cells, { isCsv, minScore, needsVerdict, fault });
}

/** Whether the row says anything new about the record. */
function addCells(
  cells: Cell[],
  fragment: Fragment,
  fragments: readonly Fragment[],
  rules: JoinRules,
): boolean {
  let isNew = false;
  for (const at of rules.columns.ofRecord) {
    const cell = fragment.cells[at];
    if (cell === undefined || cell === null) continue;
    const known = cells[at];
    if (known === undefined) {
      cells[at] = cell;
      isNew = true;
    } else if (!isSame(known, cell)) {
      const name = rules.names[at] ?? "";
      if (rules.columns.mayDiffer.has(at)) rules.differs(name);
      else {
        const first = fragments.find((other) => isSame(other.cells[at] ?? null, known));
        rules.problem(conflict(name, fragment, first ?? fragment, cell, known, rules));
      }
    }
  }
  return isNew;
}

function isSame(one: Cell, other: Cell): boolean {
  if (one === other) return true;
  return typeof one === "object" && JSON.stringify(one) === JSON.stringify(other);
}

function addRoute(
  routes: Map<string, KnownOutcome>,
  firstOf: Map<string, Fragment>,
  fragment: Fragment,
  { plan, fault, problem, placeOf }: JoinRules,
): void {
  const { route = "" } = fragment;
  const first = firstOf.get(route);
  if (first !== undefined) {
    const { file, line } = placeOf(first);
    const row = `the id ${JSON.stringify(fragment.id)} with the route ${JSON.stringify(route)}`;
    const message = `${row} stands twice: here and at ${file}:${line}`;
    problem({ ...placeOf(fragment), column: undefined, message, hint: undefined });
    return;
  }
  firstOf.set(route, fragment);
  if (plan.long === undefined) return;
  const { isCsv, minScore, isRecorded: needsVerdict } = plan;
  const rules = { isCsv, minScore, needsVerdict, fault };
  const outcome = readOutcome(plan.long.outcome, fragment.cells, rules);
  if (outcome !== undefined) routes.set(route, outcome);
}

function standsTwice(fragment: Fragment, twin: Fragment, { placeOf }: JoinRules): Problem {
  const { file, line } = placeOf(twin);
  const message = `the id ${JSON.stringify(fragment.id)} stands twice: here and at ${file}:${line}`;
  return { ...placeOf(fragment), column: undefined, message, hint: undefined };
}

function conflict(
  name: string,
  fragment: Fragment,
  first: Fragment,
  value: Cell,
  known: Cell,
  { placeOf }: JoinRules,
): Problem {
  const { file, line } = placeOf(first);
  const other = `${shown(known)} at ${file}:${line}`;
  const message = `"${name}" of the record ${JSON.stringify(fragment.id)} is ${shown(value)} here and ${other}`;
  return { ...placeOf(fragment), column: undefined, message, hint: undefined };
}

/** What a record still lacks when all its rows are known; absent: nothing. */
export function incompleteReason(
  plan: RecordPlan,
  { request }: ReplayRecord,
): { readonly column: string; readonly reason: string } | undefined {
  if (!plan.isGolden || request.messages.length > 0) return undefined;
  const column = plan.prompt?.column ?? plan.messages?.column ?? "prompt";
  return { column, reason: "is empty: a golden record needs a prompt" };
}
