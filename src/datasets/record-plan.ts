import type { JsonValue } from "../core/json.ts";
import {
  fieldFinder,
  type Field,
  type FieldFinder,
  type Locate,
  type NamedField,
} from "./column-field.ts";
import type { ManifestParts } from "./manifest.ts";
import type { NumberOfTime } from "./read-time.ts";
import { planOutcome, type OutcomePlan } from "./outcome-plan.ts";
import { ResponseSchemas } from "./response-schemas.ts";
import { safePattern } from "./safe-pattern.ts";
import { askedSchema } from "./asked-schema.ts";

export interface TagField extends NamedField {
  /** Absent: the whole value is the tag. */
  readonly pattern: RegExp | undefined;
}

/** A column of times, and what numbers in it count. */
export interface TimeField extends Field {
  readonly unit: NumberOfTime;
}

/** What a record is read from: the manifest's names turned into positions, once. */
export interface RecordPlan {
  /** Absent: the data row's number is the id, or the file has no such column. */
  readonly id: Field | undefined;
  readonly isRowNumber: boolean;
  readonly prompt: Field | undefined;
  readonly messages: Field | undefined;
  readonly expected: Field | undefined;
  readonly group: Field | undefined;
  readonly workflow: Field | undefined;
  readonly owner: Field | undefined;
  readonly arrivedAt: TimeField | undefined;
  readonly slaMs: Field | undefined;
  readonly maxOutputTokens: Field | undefined;
  readonly tools: Field | undefined;
  readonly toolChoice: Field | undefined;
  readonly stream: Field | undefined;
  /** The one object that every request shares which has no schema of its own. */
  readonly responseSchema: JsonValue | undefined;
  readonly responseSchemaField: Field | undefined;
  readonly responseSchemas: ResponseSchemas;
  readonly tags: readonly TagField[];
  readonly features: readonly NamedField[];
  readonly wide: readonly { readonly route: string; readonly outcome: OutcomePlan }[];
  readonly long: LongPlan | undefined;
  /** What the exclude lists are compared with, in the order of the manifest. */
  readonly excludeBy: readonly (Field | undefined)[];
  readonly isCsv: boolean;
  readonly isGolden: boolean;
  readonly minScore: number | undefined;
  /** The table itself judges: each of its outcomes has to say how the answer did. */
  readonly isRecorded: boolean;
}

/** Of a table with a row a record and route. */
export interface LongPlan {
  readonly route: Field | undefined;
  readonly join: Field | undefined;
  readonly outcome: OutcomePlan;
  /** Of a log: how likely its policy was to choose the route, and each of the routes. */
  readonly propensity: Field | undefined;
  readonly propensities: readonly NamedField[];
}

export function planRecord(manifest: ManifestParts, locate: Locate): RecordPlan {
  const finder = fieldFinder(locate);
  const { record, outcomes } = manifest;
  const part = (key: Exclude<keyof typeof record, "id" | "tags" | "features" | "arrived_at">) =>
    finder.one(record[key], ["record", key]);
  return {
    id: typeof record.id === "string" ? finder.one(record.id, ["record", "id"]) : undefined,
    isRowNumber: typeof record.id !== "string",
    prompt: part("prompt"),
    messages: part("messages"),
    expected: part("expected"),
    group: part("group"),
    workflow: part("workflow"),
    owner: part("owner"),
    arrivedAt: planArrival(manifest, finder),
    slaMs: part("sla_ms"),
    maxOutputTokens: part("max_output_tokens"),
    tools: part("tools"),
    toolChoice: part("tool_choice"),
    stream: part("stream"),
    responseSchema: askedSchema(manifest.scoring),
    responseSchemaField: part("response_schema"),
    responseSchemas: new ResponseSchemas(),
    tags: planTags(manifest, finder),
    features: finder.named(record.features, ["record", "features"]),
    wide: outcomes.kind === "wide" ? planWide(outcomes.routes, finder) : [],
    long: outcomes.kind === "long" ? planLong(outcomes, finder) : undefined,
    excludeBy: manifest.exclude.map(({ equals }, index) =>
      finder.one(comparedColumn(manifest, equals), ["exclude", index, "equals"]),
    ),
    isCsv: manifest.format === "csv",
    isGolden: manifest.kind === "golden",
    minScore: manifest.minScore,
    isRecorded: manifest.scoring.some(({ grader }) => grader === "recorded"),
  };
}

function planArrival({ record, kind }: ManifestParts, finder: FieldFinder): TimeField | undefined {
  const from = record.arrived_at;
  const path = ["record", "arrived_at"];
  const isBare = from === undefined || typeof from === "string";
  const field = isBare ? finder.one(from, path) : finder.one(from.from, [...path, "from"]);
  if (field === undefined) return undefined;
  if (!isBare) return { ...field, unit: from.unit };
  return { ...field, unit: kind === "log" ? "iso" : "guess" };
}

function planTags({ record }: ManifestParts, finder: FieldFinder): readonly TagField[] {
  return Object.entries(record.tags ?? {}).flatMap(([name, from]) => {
    const path = ["record", "tags", name];
    const isWhole = typeof from === "string";
    const field = isWhole ? finder.one(from, path) : finder.one(from.from, [...path, "from"]);
    if (field === undefined) return [];
    const checked = isWhole ? undefined : safePattern(from.pattern);
    const pattern = checked?.kind === "pattern" ? checked.pattern : undefined;
    return [{ ...field, name, pattern }];
  });
}

type Layout<Kind> = Extract<ManifestParts["outcomes"], { readonly kind: Kind }>;

function planWide(routes: Layout<"wide">["routes"], finder: FieldFinder): RecordPlan["wide"] {
  return [...routes].map(([route, columns]) => ({
    route,
    outcome: planOutcome(columns, ["outcomes", route], finder),
  }));
}

function planLong(layout: Layout<"long">, finder: FieldFinder): LongPlan {
  return {
    route: finder.one(layout.route, ["outcome", "route"]),
    join: finder.one(layout.join, ["outcome", "join"]),
    outcome: planOutcome(layout.columns, ["outcome"], finder),
    propensity: finder.one(layout.columns.propensity, ["outcome", "propensity"]),
    propensities: finder.named(layout.columns.propensities, ["outcome", "propensities"]),
  };
}

/** A part of the record by its name in the manifest, else a column of that very name. */
function comparedColumn({ record }: ManifestParts, equals: string): string {
  const part = equals.startsWith("tags.")
    ? new Map(Object.entries(record.tags ?? {})).get(equals.slice("tags.".length))
    : new Map<string, unknown>(Object.entries(record)).get(equals);
  return typeof part === "string" ? part : equals;
}
