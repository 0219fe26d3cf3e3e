import type { DatasetKind } from "../core/dataset.ts";
import type { GraderSpec } from "../core/grader-spec.ts";
import type { SourceDocument } from "../documents/source-document.ts";
import type { LogFormatName } from "./logs/log-format.ts";
import type { LogOptions } from "./logs/log-options.ts";
import type { LogColumns, OutcomeColumns, RecordColumns } from "./manifest-shape.ts";

export type TableFormat = "csv" | "jsonl";

/** How the manifest lays out known outcomes. */
export type OutcomeLayout =
  | { readonly kind: "none" }
  | { readonly kind: "wide"; readonly routes: ReadonlyMap<string, OutcomeColumns> }
  | {
      readonly kind: "long";
      /** Absent: a log that does not say by which route it was served. */
      readonly route: string | undefined;
      /** The column that names the record in outcome rows; absent: the record's own id column. */
      readonly join: string | undefined;
      readonly columns: OutcomeColumns & LogColumns;
    };

/** How the rows of a log become records. */
export interface LogSettings {
  readonly format: LogFormatName | TableFormat;
  readonly options: LogOptions;
  /** The log's names of routes or models to the registry's routes. */
  readonly routes: ReadonlyMap<string, string>;
  /** `by`: the column that calls of one request share; absent: the format knows. */
  readonly fold:
    | { readonly kind: "none" }
    | { readonly kind: "failures"; readonly by: string | undefined; readonly maxGapMs: number };
  /** Which cost counts. */
  readonly cost: "logged" | "recomputed";
}

export interface ExcludeList {
  readonly path: string;
  readonly format: TableFormat;
  readonly field: string;
  readonly equals: string;
}

/** A file that the dataset is made of; the hash of a data file is known only once it was read. */
export interface ManifestInput {
  readonly role: "dataset" | "data" | "schema" | "exclude";
  readonly path: string;
  readonly sha256: string | undefined;
}

/** What a manifest was read from, and where in it its parts stand. */
export type ManifestSource = Pick<SourceDocument, "file" | "sha256" | "locate">;

/** A manifest that was read and understood: its files exist, its parts fit together. */
export interface Manifest {
  readonly file: string;
  readonly document: ManifestSource;
  readonly name: string;
  readonly kind: DatasetKind;
  readonly format: TableFormat;
  /** Data files in the order they are named; matches of a glob in the order of their names. */
  readonly dataFiles: readonly string[];
  readonly record: RecordColumns;
  readonly outcomes: OutcomeLayout;
  /** Of `kind: log` only. */
  readonly log: LogSettings | undefined;
  readonly exclude: readonly ExcludeList[];
  readonly scoring: readonly GraderSpec[];
  readonly minScore: number | undefined;
  readonly inputs: readonly ManifestInput[];
  /** Where an entry of `scoring` stands, or the part of it that the path leads to. */
  readonly locateScoring: (
    index: number,
    path: readonly (string | number)[],
  ) => { readonly line: number; readonly column: number };
}

/** What of a manifest can be handed to another thread: all but where its parts stand. */
export type ManifestParts = Omit<Manifest, "document" | "locateScoring">;
