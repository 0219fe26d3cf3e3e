import { invalidInput } from "../core/harness-error.ts";
import { logSettings } from "./log-settings.ts";
import { withDefaults } from "./logs/default-columns.ts";
import { logFormats } from "./logs/formats.ts";
import { isLogFormatName } from "./logs/log-format.ts";
import type {
  ExcludeList,
  Manifest,
  ManifestInput,
  ManifestSource,
  OutcomeLayout,
  TableFormat,
} from "./manifest.ts";
import { placed, type ManifestProblem } from "./manifest-problem.ts";
import { manifestProblems } from "./manifest-rules.ts";
import type { ManifestShape, RecordColumns } from "./manifest-shape.ts";
import { readScoring } from "./scoring-specs.ts";
import { besideFile, filesNamed, unreadableReason } from "./source-files.ts";

/** Finds the files of a manifest of this shape, and all that its parts lack; each with its place. */
export async function manifestOfShape(
  shape: ManifestShape,
  document: ManifestSource,
): Promise<Manifest> {
  const { file } = document;
  const scoring = await readScoring(file, shape);
  const data = await dataFiles(file, shape);
  const exclude = await excludeLists(file, shape);
  const problems = [
    ...manifestProblems(shape),
    ...data.problems,
    ...exclude.problems,
    ...scoring.problems,
  ].map((problem) => placed(document, problem));
  if (problems.length > 0) throw invalidInput(file, problems);
  return {
    file,
    document,
    name: shape.dataset,
    kind: shape.kind,
    format: shape.source.format === "csv" ? "csv" : "jsonl",
    dataFiles: data.files,
    record: recordColumns(shape),
    outcomes: layoutOf(shape),
    log: shape.kind === "log" ? logSettings(shape) : undefined,
    exclude: exclude.lists,
    scoring: scoring.specs,
    minScore: shape.acceptance?.min_score,
    inputs: [
      { role: "dataset", path: file, sha256: document.sha256 },
      ...data.files.map((path) => unread("data", path)),
      ...unique(exclude.lists.map(({ path }) => path)).map((path) => unread("exclude", path)),
      ...scoring.inputs,
    ],
    locateScoring: (index, path) => document.locate(["scoring", index, ...path]),
  };
}

/** Where the parts of a record stand; a log format knows some of the places itself. */
function recordColumns({ kind, source, record = {} }: ManifestShape): RecordColumns {
  if (kind !== "log" || !isLogFormatName(source.format)) return record;
  return withDefaults(record, logFormats[source.format]?.defaults ?? {});
}

function unread(role: ManifestInput["role"], path: string): ManifestInput {
  return { role, path, sha256: undefined };
}

function layoutOf({ outcomes, outcome }: ManifestShape): OutcomeLayout {
  if (outcome !== undefined) {
    const { route, join, ...columns } = outcome;
    return { kind: "long", route, join, columns };
  }
  if (outcomes === undefined) return { kind: "none" };
  return { kind: "wide", routes: new Map(Object.entries(outcomes)) };
}

async function dataFiles(
  file: string,
  { source }: ManifestShape,
): Promise<{ readonly files: readonly string[]; readonly problems: readonly ManifestProblem[] }> {
  const files: string[] = [];
  const problems: ManifestProblem[] = [];
  const listed = typeof source.path === "string" ? [source.path] : source.path;
  for (const [index, name] of listed.entries()) {
    const path = typeof source.path === "string" ? ["source", "path"] : ["source", "path", index];
    const found = await filesNamed(besideFile(file, name));
    if (found.length === 0) problems.push({ path, message: `no file matches ${name}` });
    for (const match of found) {
      const because = files.includes(match)
        ? `${match} is named twice`
        : await unreadableReason(match);
      if (because === undefined) files.push(match);
      else problems.push({ path, message: because });
    }
  }
  return { files, problems };
}

async function excludeLists(
  file: string,
  shape: ManifestShape,
): Promise<{
  readonly lists: readonly ExcludeList[];
  readonly problems: readonly ManifestProblem[];
}> {
  const lists: ExcludeList[] = [];
  const problems: ManifestProblem[] = [];
  for (const [index, { path: name, field, equals }] of (shape.exclude ?? []).entries()) {
    const path = besideFile(file, name);
    const because = await unreadableReason(path);
    if (because !== undefined)
      problems.push({ path: ["exclude", index, "path"], message: because });
    lists.push({ path, format: formatOf(name, shape.source.format), field, equals });
  }
  return { lists, problems };
}

function formatOf(path: string, otherwise: string): TableFormat {
  if (/\.csv(\.gz)?$/i.test(path)) return "csv";
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(path)) return "jsonl";
  return otherwise === "csv" ? "csv" : "jsonl";
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
