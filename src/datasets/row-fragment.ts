import type { JsonValue } from "../core/json.ts";
import { readText, type Fault } from "./read-cell.ts";
import { readOutcome, readWide } from "./read-outcome.ts";
import { readId, readRecord, type RowContext } from "./read-record.ts";
import { planRecord, type RecordPlan } from "./record-plan.ts";
import type { TableFile } from "./table-file.ts";
import type { Cell } from "./table-row.ts";
import type { ScanSetup } from "./table-scan.ts";
import { positionIn } from "./wanted-columns.ts";

/** One row of a record that stands in several rows: its cells in the order of wanted columns. */
export interface Fragment {
  readonly id: string;
  /** Position of its file in the manifest. */
  readonly file: number;
  readonly line: number;
  /** Absent: a row about the record alone, not about a route's outcome. */
  readonly route: string | undefined;
  readonly cells: readonly Cell[];
}

/** Reads a row for joining; absent: it has faults. */
export type FragmentReader = (
  cells: readonly Cell[],
  line: number,
  rowNumber: number,
) => Fragment | undefined;

/** A row is checked by itself, as far as that goes, before it is set aside. */
export function fragmentReader(
  { manifest, wanted, rejections }: ScanSetup,
  table: TableFile,
  file: number,
): FragmentReader {
  const plan = planRecord(manifest, (column) => positionIn(wanted, table, column));
  const { fault } = rejections;
  const context: RowContext = {
    fault,
    notices: { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() },
  };
  const idAt =
    typeof manifest.record.id === "string" ? wanted.names.indexOf(manifest.record.id) : -1;
  return (cells, line, rowNumber) => {
    const route = readRoute(plan, cells, fault);
    const id = plan.isRowNumber
      ? String(rowNumber)
      : readId(keyField(plan, cells, route), cells, fault);
    if (id === undefined) return undefined;
    // Of a wide table's outcome another row may say the rest; a long one stands in one row.
    const needsVerdict = plan.isRecorded && plan.long !== undefined && route !== undefined;
    const rules = { isCsv: plan.isCsv, minScore: plan.minScore, needsVerdict, fault };
    const outcomes = readWide(plan, cells, rules);
    readRecord(plan, cells, { ordinal: 0, id, source: "", outcomes }, context);
    if (plan.long !== undefined) readOutcome(plan.long.outcome, cells, rules);
    if (rejections.hasFault()) return undefined;
    const joined = table.positions.map((at) => {
      const cell = cells[at];
      return cell === "" && plan.isCsv ? undefined : cell;
    });
    // An outcome row may have an id of its own beside the record's.
    if (idAt !== -1) joined[idAt] = id;
    return { id, file, line, route, cells: joined };
  };
}

function keyField(plan: RecordPlan, cells: readonly Cell[], route: string | undefined) {
  const join = plan.long?.join;
  const isJoined = join !== undefined && cells[join.at] !== undefined && cells[join.at] !== "";
  if (isJoined && (route !== undefined || plan.id === undefined)) return join;
  return plan.id ?? join;
}

/** The route of an outcome row; a row without one may speak of its record alone. */
function readRoute(
  { long, isCsv }: RecordPlan,
  cells: readonly Cell[],
  fault: Fault,
): string | undefined {
  if (long?.route === undefined) return undefined;
  const { at, column } = long.route;
  const route = readText(cells[at], column, fault);
  if (route !== undefined && route !== "") return route;
  const hasOutcome = long.outcome.fields.some((field) => {
    const cell = cells[field.at];
    return cell !== undefined && cell !== "";
  });
  if (isCsv || hasOutcome) fault(column, "is empty: every outcome needs a route");
  return undefined;
}

/** One line of text that `parseFragment` reads back. */
export function fragmentText({ id, file, line, route, cells }: Fragment): string {
  return JSON.stringify([id, file, line, route ?? null, ...cells]);
}

export function parseFragment(text: string): Fragment {
  // Written by `fragmentText` of this same run.
  const [id, file, line, route, ...cells] = JSON.parse(text) as readonly [
    string,
    number,
    number,
    string | null,
    ...JsonValue[],
  ];
  return {
    id,
    file,
    line,
    route: route ?? undefined,
    cells: cells.map((cell) => cell ?? undefined),
  };
}
