import type { Problem } from "../core/problem.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { ManifestPath } from "./column-field.ts";
import type { Manifest, ManifestParts } from "./manifest.ts";
import { placed } from "./manifest-problem.ts";
import { planRecord } from "./record-plan.ts";
import type { TableFile } from "./table-file.ts";

/** The columns that a manifest names, each once, and what for. */
export interface WantedColumns {
  readonly names: readonly string[];
  /** By column: the places in the manifest that name it. */
  readonly uses: readonly (readonly ManifestPath[])[];
}

export function wantedColumns(manifest: ManifestParts): WantedColumns {
  const uses = new Map<string, ManifestPath[]>();
  const use = (column: string, path: ManifestPath): number => {
    uses.set(column, [...(uses.get(column) ?? []), path]);
    return 0;
  };
  planRecord(manifest, use);
  const fold = manifest.log?.fold;
  // Where no row has it calls would be folded as if it had not been asked for.
  if (fold?.kind === "failures" && fold.by !== undefined) use(fold.by, ["log", "fold", "by"]);
  return { names: [...uses.keys()], uses: [...uses.values()] };
}

/** Where a wanted column stands in the cells of a table's rows; -1: nowhere. */
export function positionIn(wanted: WantedColumns, table: TableFile, column: string): number {
  return table.positions[wanted.names.indexOf(column)] ?? -1;
}

/** Columns that no file has; the file of a single table is named, with what is near. */
export function missingColumns(
  manifest: Manifest,
  wanted: WantedColumns,
  tables: readonly TableFile[],
): readonly Problem[] {
  const missing = wanted.names.flatMap((name, index) => {
    if (tables.some(({ positions }) => positions[index] !== -1)) return [];
    const message = `no column "${name}" in ${whereIn(tables)}`;
    return problemsOf(manifest, wanted, tables, index, message);
  });
  return missing.length > 0 ? missing : unjoinable(manifest, wanted, tables);
}

/** Of several files, those whose rows cannot be told which record they are about. */
function unjoinable(
  manifest: Manifest,
  wanted: WantedColumns,
  tables: readonly TableFile[],
): readonly Problem[] {
  const { record, outcomes } = manifest;
  if (typeof record.id !== "string") return [];
  const join = outcomes.kind === "long" ? outcomes.join : undefined;
  const keys = join === undefined ? [record.id] : [record.id, join];
  return tables
    .filter((table) => keys.every((key) => positionIn(wanted, table, key) === -1))
    .map(({ path }) => {
      const message = `no column "${keys.join('" or "')}" in ${path}: its rows cannot be joined`;
      return placed(manifest.document, { path: ["record", "id"], message });
    });
}

/** What of a table it takes to say where a path was looked for in vain. */
type ReadTable = Pick<TableFile, "path" | "columns" | "neverSeen">;

/** Paths of JSON rows that led nowhere in any row of any file; only once all were read. */
export function pathsNeverSeen(
  manifest: Manifest,
  wanted: WantedColumns,
  tables: readonly ReadTable[],
): readonly Problem[] {
  // Without one readable row there is nothing that a path could have led to.
  if (tables.every(({ columns }) => columns.length === 0)) return [];
  const unseen = tables.map((table) => new Set(table.neverSeen()));
  return wanted.names.flatMap((name, index) => {
    if (!unseen.every((indexes) => indexes.has(index))) return [];
    const message = `no row of ${whereIn(tables)} has "${name}"`;
    return problemsOf(manifest, wanted, tables, index, message);
  });
}

function whereIn(tables: readonly ReadTable[]): string {
  return tables.length === 1 ? (tables[0]?.path ?? "") : "any of the files";
}

/** One problem for each place in the manifest that names the column. */
function problemsOf(
  manifest: Manifest,
  wanted: WantedColumns,
  tables: readonly ReadTable[],
  index: number,
  message: string,
): readonly Problem[] {
  const known = new Set(tables.flatMap(({ columns }) => columns));
  const hint = nearOrKnown(wanted.names[index] ?? "", known);
  return (wanted.uses[index] ?? []).map((path) =>
    placed(manifest.document, { path, message, hint }),
  );
}

/** What was probably meant, else the first of what there is. */
export function nearOrKnown(name: string, known: ReadonlySet<string>): string {
  return didYouMean(name, known) ?? `there are: ${[...known].slice(0, 20).join(", ")}`;
}
