import { createHash } from "node:crypto";
import type { DatasetSummary } from "../core/dataset.ts";
import { HarnessError, invalidInput } from "../core/harness-error.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { Problem } from "../core/problem.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { RunInput } from "../core/run-manifest.ts";
import type { CheckOptions } from "./check-options.ts";
import { loadExcludeLists, type LoadedList } from "./exclusion.ts";
import { scanJoinedTables } from "./joined-tables.ts";
import { scanLog } from "./logs/scan-log.ts";
import type { Manifest } from "./manifest.ts";
import type { Notices } from "./read-record.ts";
import { rowRejections } from "./row-rejections.ts";
import { fates, narrowed, select, type Selection } from "./selection.ts";
import { scanStreamedTable } from "./streamed-table.ts";
import { openTable, type TableFile } from "./table-file.ts";
import type { ScanSetup, TableScan } from "./table-scan.ts";
import {
  missingColumns,
  pathsNeverSeen,
  wantedColumns,
  type WantedColumns,
} from "./wanted-columns.ts";

/** A dataset whose every row was read and understood, ready to be replayed. */
export interface CheckedDataset {
  readonly summary: DatasetSummary;
  readonly inputs: readonly RunInput[];
  /**
   * The selected records in the order of the files, read anew; throws where a file has changed.
   * With `isWanted` only those are made, which takes a fraction of the time where they are few.
   */
  records(isWanted?: (ordinal: number) => boolean): AsyncIterable<readonly ReplayRecord[]>;
  /** Absent: no selected record has this id. */
  ordinalOf(id: string): number | undefined;
  /** Says that nobody will ask for an id again: what that takes of memory is given back. */
  forgetIds(): void;
  /** Removes what was set aside on disk and in memory: of a closed dataset the summary is left. */
  readonly close: () => Promise<void>;
}

/** Reads all of a dataset's data once; throws all that is wrong with it before anything runs. */
export async function checkDataset(
  manifest: Manifest,
  options: CheckOptions,
): Promise<CheckedDataset> {
  refuseUnknownTags(manifest, options);
  const wanted = wantedColumns(manifest);
  const tables = manifest.log === undefined ? await openTables(manifest, wanted) : [];
  const lists = await loadExcludeLists(manifest);
  const notices: Notices = { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() };
  const rejections = rowRejections(options);
  const setup: ScanSetup = { manifest, tables, wanted, lists, options, rejections, notices };
  const scan = await scanData(setup);
  try {
    // Reading stopped early where there are too many problems: a path may yet lead somewhere.
    const unseen = rejections.isFull ? [] : pathsNeverSeen(manifest, wanted, tables);
    const problems = [...unseen, ...(scan.problems ?? []), ...rejections.problems];
    if (problems.length > 0) throw invalidInput(manifest.name, problems);
    const selection = select(scan.intake.fates, scan.intake.sampleHashes, options);
    if (selection.count === 0) throw nothingSelected(setup, scan);
    return checked(setup, scan, selection);
  } catch (error) {
    await scan.close();
    throw error;
  }
}

/** The tables of a manifest that all have what it names. */
async function openTables(
  manifest: Manifest,
  wanted: WantedColumns,
): Promise<readonly TableFile[]> {
  const tables = await Promise.all(
    manifest.dataFiles.map((path) => openTable(path, manifest.format, wanted.names)),
  );
  const missing = missingColumns(manifest, wanted, tables);
  if (missing.length > 0) throw invalidInput(manifest.file, missing);
  return tables;
}

async function scanData(setup: ScanSetup): Promise<TableScan> {
  const { manifest, tables } = setup;
  if (manifest.log !== undefined) return scanLog(setup, manifest.log);
  const [table] = tables;
  const isStreamed = tables.length === 1 && manifest.outcomes.kind !== "long";
  return isStreamed && table !== undefined
    ? scanStreamedTable(setup, table)
    : scanJoinedTables(setup);
}

function checked(setup: ScanSetup, scan: TableScan, selection: Selection): CheckedDataset {
  const { manifest, lists, rejections } = setup;
  const inputs = hashedInputs(manifest, lists, scan.hashes);
  let open: TableScan | undefined = scan;
  const opened = (): TableScan => {
    if (open === undefined) throw new HarnessError("bug", `${manifest.name} was closed`);
    return open;
  };
  return {
    summary: {
      name: manifest.name,
      kind: manifest.kind,
      sha256: sha256Of(inputs),
      records: selection.count,
      rejected: rejections.count,
      excluded: scan.intake.counts[fates.excluded],
      routes: scan.routes,
      tagNames: Object.keys(manifest.record.tags ?? {}),
      scoring: manifest.scoring,
      minScore: manifest.minScore,
      warnings: warningsOf(setup, scan),
      ...(scan.log && { log: scan.log }),
    },
    inputs,
    records: (isWanted) => opened().read(isWanted ? narrowed(selection, isWanted) : selection),
    ordinalOf: (id) => {
      const number = opened().ids.find(id);
      const ordinal = number === undefined ? -1 : selection.ordinalOf(number);
      return ordinal === -1 ? undefined : ordinal;
    },
    forgetIds: () => opened().forgetIds?.(),
    async close() {
      // What was kept to read the records again is as large as what a comparison needs.
      await open?.close();
      selection.free();
      open = undefined;
    },
  };
}

function refuseUnknownTags({ record }: Manifest, { filters }: CheckOptions): void {
  const known = Object.keys(record.tags ?? {});
  const problems = filters
    .filter(({ tag }) => !known.includes(tag))
    .map(({ tag }) => ({
      file: undefined,
      line: undefined,
      column: undefined,
      message: `unknown tag "${tag}"`,
      hint: didYouMean(tag, known) ?? `known: ${known.join(", ") || "none"}`,
    }));
  if (problems.length > 0) throw invalidInput("--filter", problems);
}

function hashedInputs(
  { inputs }: Manifest,
  lists: readonly LoadedList[],
  dataHashes: readonly string[],
): readonly RunInput[] {
  const data = inputs.filter(({ role }) => role === "data");
  return inputs.map((input) => ({
    role: input.role,
    path: input.path,
    sha256:
      input.sha256 ??
      lists.find(({ path }) => path === input.path)?.sha256 ??
      dataHashes[data.indexOf(input)] ??
      "",
  }));
}

function sha256Of(inputs: readonly RunInput[]): string {
  const hash = createHash("sha256");
  for (const { sha256 } of inputs) hash.update(`${sha256}\n`);
  return hash.digest("hex");
}

function warningsOf({ notices }: ScanSetup, scan: TableScan): readonly string[] {
  const { timesWithoutZone, withoutExpected, unmatchedTags } = notices;
  return [
    ...scan.warnings,
    ...scan.intake.warnings(),
    ...(timesWithoutZone > 0 ? [`${timesWithoutZone} times name no zone: read as UTC`] : []),
    ...(withoutExpected > 0 ? [`${withoutExpected} records say nothing of what is expected`] : []),
    ...[...unmatchedTags].map(
      ([tag, count]) => `the pattern of the tag "${tag}" does not match in ${count} records`,
    ),
  ];
}

/** Says which step took the last record away. */
function nothingSelected(setup: ScanSetup, scan: TableScan): HarnessError {
  const { manifest, options, rejections } = setup;
  const { counts } = scan.intake;
  const fail = (because: string, problems: readonly Problem[] = []): HarnessError => {
    const message = `${manifest.name}: no record is selected: ${because}`;
    const lines = problems.map(({ file, line, message: text }) => `${file}:${line}: ${text}`);
    return new HarnessError("invalid-input", [message, ...lines].join("\n"), { problems });
  };
  const files = manifest.dataFiles.join(", ");
  if (scan.rows === 0) return fail(`${files} holds no records`);
  if (counts[fates.candidate] > 0) {
    return fail(options.limit === 0 ? "--limit is 0" : "--sample is 0");
  }
  if (counts[fates.filteredOut] > 0) {
    const filters = options.filters.map(({ tag, value }) => `--filter ${tag}=${value}`);
    return fail(`none of ${counts[fates.filteredOut]} fits ${filters.join(" ")}`);
  }
  if (counts[fates.excluded] > 0) return fail("the exclude lists leave out every one");
  return fail(`none of ${scan.rows} rows could be read`, rejections.first);
}
