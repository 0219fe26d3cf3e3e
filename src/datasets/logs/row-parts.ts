import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Message } from "../../core/model-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import { isExcluded, type LoadedList } from "../exclusion.ts";
import { jsonPath, valueAt, type JsonPath } from "../json-path.ts";
import type { ManifestParts } from "../manifest.ts";
import { readRecord, type RowContext } from "../read-record.ts";
import { readText } from "../read-cell.ts";
import { planRecord, type RecordPlan } from "../record-plan.ts";
import type { Cell } from "../table-row.ts";
import { wantedColumns } from "../wanted-columns.ts";
import { isDefaultColumn, pathsOfDefault } from "./default-columns.ts";

/** What the manifest's `record`, and a format's defaults, read in a row. Absent: nothing. */
export interface RowParts {
  readonly id?: string | undefined;
  readonly messages?: readonly Message[] | undefined;
  readonly expected?: JsonValue | undefined;
  readonly group?: string | undefined;
  readonly workflow?: string | undefined;
  readonly owner?: string | undefined;
  readonly arrivedAtMs?: number | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly features?: Readonly<Record<string, Signal>> | undefined;
  readonly tools?: readonly JsonObject[] | undefined;
  readonly toolChoice?: string | undefined;
  readonly responseSchema?: JsonValue | undefined;
  readonly slaMs?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly stream?: boolean | undefined;
  readonly isExcluded?: boolean;
}

const nothing: RowParts = {};

export interface SeenColumns {
  /** By wanted column, 1 where some row had it. */
  readonly isSeen: Uint8Array<ArrayBuffer>;
  /** Rows that were looked into. */
  readonly rows: number;
}

export interface RowPartsReader {
  /** Cells of a row in the order of `columns`. */
  readonly cells: (row: JsonObject) => readonly Cell[];
  read(row: JsonObject, context: RowContext): RowParts;
  readonly plan: RecordPlan;
  /** Wanted columns that some row had. */
  seen(): ReadonlySet<string>;
  /** What was seen since it was last taken, for another that reads other rows of the same log. */
  takeSeen(): SeenColumns;
  readonly addSeen: (seen: SeenColumns) => void;
  /** Wanted columns, by index, that no row had; none where no row could be read. */
  readonly neverSeen: () => readonly number[];
}

/** Reads the columns that a manifest names in whole rows. */
export function rowPartsReader(
  manifest: ManifestParts,
  lists: readonly LoadedList[],
): RowPartsReader {
  const columns = wantedColumns(manifest).names;
  const plan = planRecord(manifest, (column) => columns.indexOf(column));
  const lookUps = columns.map(lookUpOf);
  let isSeen = new Uint8Array(columns.length);
  let rows = 0;
  const cells = (row: JsonObject): readonly Cell[] => {
    const found: Cell[] = [];
    rows += 1;
    for (let index = 0; index < lookUps.length; index += 1) {
      const cell = lookUps[index]?.(row);
      if (cell !== undefined) isSeen[index] = 1;
      found.push(cell === null ? undefined : cell);
    }
    return found;
  };
  return {
    plan,
    cells,
    read: (row, context) =>
      columns.length === 0 ? nothing : partsOf(plan, cells(row), lists, context),
    seen: () => new Set(columns.filter((_, index) => isSeen[index] === 1)),
    takeSeen: () => {
      const taken = { isSeen, rows };
      isSeen = new Uint8Array(columns.length);
      rows = 0;
      return taken;
    },
    addSeen: (other) => {
      rows += other.rows;
      isSeen = isSeen.map((seen, index) => seen | (other.isSeen[index] ?? 0));
    },
    neverSeen: () =>
      columns.flatMap((column, index) =>
        rows === 0 || isSeen[index] === 1 || isDefaultColumn(column) ? [] : [index],
      ),
  };
}

type LookUp = (row: JsonObject) => Cell;

/** A path that the user names holds what it holds; of a default only text counts. */
function lookUpOf(column: string): LookUp {
  if (!isDefaultColumn(column)) {
    const path = jsonPath(column);
    return (row) => valueAt(row, path);
  }
  const paths = pathsOfDefault(column).map(jsonPath);
  return (row) => firstPlain(row, paths);
}

function firstPlain(row: JsonObject, paths: readonly JsonPath[]): Cell {
  for (const path of paths) {
    const value = valueAt(row, path);
    if (value !== "" && (typeof value === "string" || typeof value === "number")) return value;
  }
  return undefined;
}

function partsOf(
  plan: RecordPlan,
  cells: readonly Cell[],
  lists: readonly LoadedList[],
  context: RowContext,
): RowParts {
  const record = readRecord(plan, cells, noIdentity, context);
  const { request } = record;
  return {
    id: plan.id && (readText(cells[plan.id.at], plan.id.column, context.fault) || undefined),
    messages: request.messages.length === 0 ? undefined : request.messages,
    expected: record.expected,
    group: record.group,
    workflow: record.workflow,
    owner: record.owner,
    arrivedAtMs: record.arrivedAtMs,
    tags: plan.tags.length === 0 ? undefined : record.tags,
    features: plan.features.length === 0 ? undefined : record.features,
    tools: request.tools.length === 0 ? undefined : request.tools,
    toolChoice: request.toolChoice,
    responseSchema: plan.responseSchemaField === undefined ? undefined : request.responseSchema,
    slaMs: request.slaMs,
    maxOutputTokens: request.maxOutputTokens,
    stream: request.stream,
    isExcluded: lists.length > 0 && isExcluded(plan, cells, lists),
  };
}

const noIdentity = { ordinal: 0, id: "", source: "", outcomes: undefined };
