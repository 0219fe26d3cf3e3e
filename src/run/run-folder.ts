import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import type { Problem } from "../core/problem.ts";
import { RUN_SCHEMA_VERSION, type RunManifest } from "../core/run-manifest.ts";
import type { Comparison } from "../core/comparison.ts";
import { COMPARISON_SCHEMA_VERSION } from "../core/comparison.ts";
import { writeFileWhole } from "./write-file.ts";

/** The files of a run, by what they are. */
export interface RunFolder {
  readonly path: string;
  readonly manifest: string;
  readonly journal: string;
  /** Of runs that may pay for calls. */
  readonly attempts: string;
  readonly rejected: string;
  /** Of runs on a request log: what the log does not hold. */
  readonly uncovered: string;
  readonly comparison: string;
  readonly lock: string;
}

export function runFolder(path: string): RunFolder {
  return {
    path,
    manifest: join(path, "run.json"),
    journal: join(path, "outcomes.jsonl"),
    attempts: join(path, "attempts.jsonl"),
    rejected: join(path, "rejected.jsonl"),
    uncovered: join(path, "uncovered.jsonl"),
    comparison: join(path, "comparison.json"),
    lock: join(path, "run.lock"),
  };
}

/** The run's name: a time that sorts, and what keeps two runs of one second apart. */
export function newRunId(nowMs: number, suffix: string): string {
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  return `${time}-${suffix}`;
}

/** What a run that was killed before it began leaves behind: nothing that anybody needs. */
const leftovers: ReadonlySet<string> = new Set(["rejected.jsonl", "run.lock", "run.json.tmp"]);

/** Makes the folder of a new run; it must not exist, or hold nothing but leftovers. */
export function createRunFolder(path: string): RunFolder {
  try {
    if (existsSync(path) && readdirSync(path).some((name) => !leftovers.has(name))) {
      throw new HarnessError("invalid-input", `--out ${path}: the folder is not empty`, {
        hint: `name a new folder, or go on with it: routeproof run --resume ${path}`,
      });
    }
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError("invalid-input", `--out ${path}: ${reasonOf(cause)}`, {
      cause,
      hint: "name a folder that can be written",
    });
  }
  return runFolder(path);
}

/** What keeps a run from having a folder, which is not left behind. */
export function folderProblems(path: string): readonly Problem[] {
  const wasThere = existsSync(path);
  try {
    const folder = createRunFolder(path);
    if (!wasThere) discardRunFolder(folder);
    return [];
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const { message, hint } = error;
    return [{ file: undefined, line: undefined, column: undefined, message, hint }];
  }
}

/** Takes back a folder that a run made and did not get to use. */
export function discardRunFolder(folder: RunFolder): void {
  const { rejected, uncovered, lock, manifest, attempts, journal } = folder;
  for (const file of [rejected, uncovered, lock, manifest, attempts, journal]) {
    rmSync(file, { force: true });
  }
  if (existsSync(folder.path) && readdirSync(folder.path).length === 0) {
    rmSync(folder.path, { recursive: true });
  }
}

export function writeManifest(folder: RunFolder, manifest: RunManifest): void {
  writeFileWhole(folder.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest of a kept run. Throws `HarnessError` for a folder that is no run, or a newer one. */
export function readManifest(path: string): RunManifest {
  return readJson<RunManifest>(runFolder(path).manifest, path, RUN_SCHEMA_VERSION);
}

export function readComparison(path: string): Comparison {
  const folder = runFolder(path);
  const manifest = readManifest(path);
  if (!existsSync(folder.comparison)) {
    throw new HarnessError(
      "invalid-input",
      `${path}: this run is ${manifest.status === "running" ? "unfinished" : manifest.status}, so it has no comparison yet`,
      { hint: `finish it: routeproof run --resume ${path}` },
    );
  }
  return readJson<Comparison>(folder.comparison, path, COMPARISON_SCHEMA_VERSION);
}

function readJson<T extends { readonly schema_version: number }>(
  file: string,
  run: string,
  version: number,
): T {
  if (
    existsSync(run) &&
    !existsSync(file) &&
    readdirSync(run).every((name) => leftovers.has(name))
  ) {
    throw new HarnessError("invalid-input", `${run}: this run ended before its first record`, {
      hint: `start it again: routeproof run … --out ${run}`,
    });
  }
  let parsed: T;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw damaged(file, run, cause);
    throw new HarnessError("invalid-input", `${run}: not a run folder: ${reasonOf(cause)}`, {
      cause,
      hint: `name a folder that holds ${basename(file)}`,
    });
  }
  if (parsed.schema_version === version) return parsed;
  throw new HarnessError(
    "invalid-input",
    `${file}: written in format ${parsed.schema_version}, this version reads ${version}`,
  );
}

/** A comparison is made of the journal: what is lost of it can be had again. */
function damaged(file: string, run: string, cause: SyntaxError): HarnessError {
  return new HarnessError("invalid-input", `${file}: is damaged: ${cause.message}`, {
    cause,
    hint:
      basename(file) === "comparison.json"
        ? `write it again from its outcomes: routeproof run --resume ${run}`
        : "put back the file as the run wrote it",
  });
}

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  switch (code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "no permission to write there";
    case "ENOTDIR":
    case "EEXIST":
      return "a file is in the way";
    case "ENOENT":
      return "it does not exist";
    case "ENOSPC":
      return "no space left on the device";
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
