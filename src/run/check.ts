import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import type { Problem } from "../core/problem.ts";
import { checkDataset } from "../datasets/check-dataset.ts";
import { readManifest } from "../datasets/read-manifest.ts";
import { readDocument } from "../documents/source-document.ts";
import { checkPolicy } from "../policies/check-policy.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { readPrices } from "../policies/read-prices.ts";
import { unfinishedOfRoutes } from "../policies/unfinished.ts";
import { graderProblems } from "./grader-problems.ts";
import { moduleProblems } from "./module-problems.ts";
import { ProblemList } from "./problems.ts";
import { readRoutes } from "./read-routes.ts";
import type { Redaction } from "./redaction.ts";
import { wireProblems } from "./wire-problems.ts";

export interface CheckResult {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  /** Readings of other spellings, and what is worth knowing without being wrong. */
  readonly notes: readonly string[];
}

const DEFAULT_PATHS = ["policies", "datasets"];

/**
 * Everything that is wrong with some policies, registries, prices and datasets, data included.
 * Throws `HarnessError` only for a path that cannot be read.
 */
export async function checkPaths(
  paths: readonly string[],
  registryFile: string | undefined,
  redaction: Redaction,
  allowCode: boolean = false,
): Promise<CheckResult> {
  const files = (
    paths.length > 0 ? paths : DEFAULT_PATHS.filter((path) => existsSync(path))
  ).flatMap(documentsAt);
  if (files.length === 0) {
    throw new HarnessError("invalid-input", "nothing to check here", {
      hint: "name files or folders: routeproof check policies/ datasets/",
    });
  }
  const problems = new ProblemList();
  const notes: string[] = [];
  for (const file of files) {
    await problems.collect(() =>
      checkFile(file, registryFile, { problems, notes, redaction, allowCode }),
    );
  }
  return { files, problems: problems.all, notes };
}

/** A folder stands for the documents in it, sub-folders left out. */
function documentsAt(path: string): readonly string[] {
  let stats;
  try {
    stats = statSync(path);
  } catch (cause) {
    throw new HarnessError("invalid-input", `${path}: cannot be read`, {
      cause,
      hint: "check the path",
    });
  }
  if (!stats.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

interface Findings {
  readonly problems: ProblemList;
  readonly notes: string[];
  readonly redaction: Redaction;
  readonly allowCode: boolean;
}

async function checkFile(
  file: string,
  registryFile: string | undefined,
  { problems, notes, redaction, allowCode }: Findings,
): Promise<void> {
  const { value } = await readDocument(file);
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (/\.dataset\.ya?ml$/.test(file) || keys.includes("dataset")) {
    return checkManifest(file, problems, notes);
  }
  if (keys.includes("routes")) {
    const loaded = await readRoutes(file, redaction);
    problems.add(...wireProblems(loaded), ...unfinishedOfRoutes(loaded));
    return undefined;
  }
  if (keys.includes("prices")) {
    await readPrices(file);
    return undefined;
  }
  const loaded = await readPolicy(file, registryFile);
  notes.push(...loaded.notes.map((note) => `${file}: ${note}`));
  const named = loaded.registryFile;
  const registry = named && (await problems.collect(() => readRoutes(named, redaction)));
  if (registry) problems.add(...wireProblems(registry), ...unfinishedOfRoutes(registry));
  problems.add(...checkPolicy(loaded, registry ? registry.registry : undefined));
  problems.add(...(await moduleProblems(loaded, allowCode)));
  return undefined;
}

async function checkManifest(file: string, problems: ProblemList, notes: string[]): Promise<void> {
  const manifest = await readManifest(file);
  problems.add(...graderProblems(manifest));
  const dataset = await checkDataset(manifest, {
    limit: undefined,
    sample: undefined,
    seed: 0,
    filters: [],
    strict: false,
    onRejected: ({ file: data, line, column, reason }) =>
      problems.add({
        file: data,
        line,
        column: undefined,
        message: column === undefined ? reason : `column "${column}": ${reason}`,
        hint: undefined,
      }),
  });
  notes.push(...dataset.summary.warnings.map((warning) => `${file}: ${warning}`));
  await dataset.close();
}
