import type { JsonValue } from "../core/json.ts";
import type { ReplayRecord, Signal } from "../core/replay-record.ts";
import type { Field } from "./column-field.ts";
import { readFeature, readJson, readText, type Fault } from "./read-cell.ts";
import { textOf } from "./read-field.ts";
import { readRequest } from "./read-request.ts";
import { readTime } from "./read-time.ts";
import type { RecordPlan, TagField, TimeField } from "./record-plan.ts";
import { LONGEST_MATCHED } from "./safe-pattern.ts";
import type { Cell } from "./table-row.ts";

/** What a row's reader may find worth a warning, once for the whole dataset. */
export interface Notices {
  timesWithoutZone: number;
  withoutExpected: number;
  /** By tag name: values that its pattern does not match. */
  readonly unmatchedTags: Map<string, number>;
}

export interface RowContext {
  readonly fault: Fault;
  readonly notices: Notices;
}

/** Everything about a record that its own cells do not say. */
export interface RecordIdentity {
  readonly ordinal: number;
  readonly id: string;
  readonly source: string;
  readonly outcomes: ReplayRecord["outcomes"];
}

/** The record that a row, or the joined rows of a record, hold; faults reject it. */
export function readRecord(
  plan: RecordPlan,
  cells: readonly Cell[],
  { ordinal, id, source, outcomes }: RecordIdentity,
  context: RowContext,
): ReplayRecord {
  const { fault, notices } = context;
  const expected = readExpected(plan, cells, fault);
  if (plan.expected !== undefined && expected === undefined) notices.withoutExpected += 1;
  return {
    ordinal,
    id,
    source,
    request: readRequest(plan, cells, fault),
    expected,
    group: textOf(plan, plan.group, cells, fault),
    workflow: textOf(plan, plan.workflow, cells, fault),
    owner: textOf(plan, plan.owner, cells, fault),
    arrivedAtMs: plan.arrivedAt && readArrival(plan.arrivedAt, cells, context),
    tags: readTags(plan, cells, context),
    features: readFeatures(plan, cells, fault),
    outcomes,
  };
}

/** What the row says of its record's id; absent: it could not be read. */
export function readId(
  field: Field | undefined,
  cells: readonly Cell[],
  fault: Fault,
): string | undefined {
  if (field === undefined) return undefined;
  const id = readText(cells[field.at], field.column, fault);
  if (id === undefined || id === "") fault(field.column, "is empty: every record needs an id");
  else if (id.length > LONGEST_ID)
    fault(field.column, `an id longer than ${LONGEST_ID} characters`);
  else return id;
  return undefined;
}

const LONGEST_ID = 10_000;

function readExpected(
  plan: RecordPlan,
  cells: readonly Cell[],
  fault: Fault,
): JsonValue | undefined {
  if (plan.expected === undefined) return undefined;
  const cell = cells[plan.expected.at];
  return cell === "" && plan.isCsv ? undefined : readJson(cell, plan.expected.column, fault);
}

function readArrival(
  { at, column, unit }: TimeField,
  cells: readonly Cell[],
  { fault, notices }: RowContext,
): number | undefined {
  const moment = readTime(cells[at], column, fault, unit);
  if (moment?.lacksZone === true) notices.timesWithoutZone += 1;
  return moment?.ms;
}

function readTags(
  plan: RecordPlan,
  cells: readonly Cell[],
  context: RowContext,
): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const field of plan.tags) {
    const text = textOf(plan, field, cells, context.fault);
    if (text === undefined) continue;
    const tag = field.pattern === undefined ? text : cut(field, field.pattern, text, context);
    if (tag !== undefined) tags[field.name] = tag;
  }
  return tags;
}

function cut(
  { name, column }: TagField,
  pattern: RegExp,
  text: string,
  { fault, notices }: RowContext,
): string | undefined {
  if (text.length > LONGEST_MATCHED) {
    fault(column, `longer than ${LONGEST_MATCHED} characters: too long for the tag's pattern`);
    return undefined;
  }
  const tag = pattern.exec(text)?.[1];
  if (tag === undefined) {
    notices.unmatchedTags.set(name, (notices.unmatchedTags.get(name) ?? 0) + 1);
  }
  return tag;
}

function readFeatures(
  plan: RecordPlan,
  cells: readonly Cell[],
  fault: Fault,
): Readonly<Record<string, Signal>> {
  const features: Record<string, Signal> = {};
  for (const { name, column, at } of plan.features) {
    const cell = cells[at];
    if (cell === "" && plan.isCsv) continue;
    const feature = readFeature(cell, !plan.isCsv, column, fault);
    if (feature !== undefined) features[name] = feature;
  }
  return features;
}
