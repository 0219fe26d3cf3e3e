import { existsSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";
import type { Finding, Problem } from "../core/problem.ts";
import { checkDataset } from "../datasets/check-dataset.ts";
import { readManifest } from "../datasets/read-manifest.ts";
import { readText } from "../documents/read-text.ts";
import { readDocument } from "../documents/source-document.ts";
import type { Registry } from "../core/route.ts";
import { checkPolicy } from "../policies/checks/check-policy.ts";
import { priceFindings } from "../policies/checks/check-prices.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { readPrices, type LoadedPrices } from "../policies/read-prices.ts";
import type { LoadedRegistry } from "../policies/read-registry.ts";
import { catalogFindings } from "./problems/catalog-findings.ts";
import { documentKind } from "./document-kind.ts";
import { documentsAt } from "./documents-at.ts";
import { findingsOfPolicy } from "./problems/findings-of-policy.ts";
import { readQualityTable } from "../policies/read-quality-table.ts";
import { graderProblems } from "./problems/grader-problems.ts";
import { poolProblems } from "./problems/pool-problems.ts";
import { moduleProblems } from "./advice/module-problems.ts";
import { ProblemList } from "./problems/problems.ts";
import { readRoutes } from "./read-routes.ts";
import type { Redaction } from "./redaction.ts";
import { resolvePrices } from "./pricing/resolve-prices.ts";
import { wireProblems } from "./problems/wire-problems.ts";

/** What `check` looks at, and by what light. */
export interface CheckOptions {
  /** Files and folders; none: the usual folders. */
  readonly paths: readonly string[];
  /** The routes, in place of those that the policies name. */
  readonly registry: string | undefined;
  /** Prices of routes that have none of their own. */
  readonly prices: string | undefined;
  /** The moment that approvals and prices are those of, in milliseconds since 1970. */
  readonly asOfMs: number;
  /** Whether modules that policies name may be loaded: their code is run. */
  readonly allowCode: boolean;
}

export interface CheckResult {
  readonly files: readonly string[];
  /** What a run would refuse. */
  readonly problems: readonly Problem[];
  /** What a run would only warn of. */
  readonly findings: readonly Finding[];
  /** Readings of other spellings, and what is worth knowing without being wrong. */
  readonly notes: readonly string[];
}

const DEFAULT_PATHS = ["policies", "datasets"];

interface Check extends Omit<CheckOptions, "prices"> {
  readonly prices: LoadedPrices | undefined;
  readonly redaction: Redaction;
  readonly problems: ProblemList;
  readonly findings: ProblemList;
  readonly notes: string[];
}

/**
 * Everything that is wrong with some policies, registries, prices and datasets, data included.
 * Throws `HarnessError` only for a path that cannot be read.
 */
export async function checkPaths(
  options: CheckOptions,
  redaction: Redaction,
): Promise<CheckResult> {
  const { paths, prices } = options;
  const files = (
    paths.length > 0 ? paths : DEFAULT_PATHS.filter((path) => existsSync(path))
  ).flatMap(documentsAt);
  if (files.length === 0) {
    throw new HarnessError("invalid-input", "nothing to check here", {
      hint: "name files or folders: routeproof check policies/ datasets/",
    });
  }
  const problems = new ProblemList();
  const findings = new ProblemList();
  const check: Check = {
    ...options,
    prices: prices === undefined ? undefined : await problems.collect(() => readPrices(prices)),
    redaction,
    problems,
    findings,
    notes: [],
  };
  for (const file of files) await problems.collect(() => checkFile(file, check));
  return { files, problems: problems.all, findings: findings.all, notes: check.notes };
}

async function checkFile(file: string, check: Check): Promise<void> {
  switch (documentKind(file, await readDocument(file))) {
    case "dataset":
      return checkManifest(file, check);
    case "registry":
      await checkRegistry(await readRoutes(file, check.redaction), check);
      return undefined;
    case "prices":
      await readPrices(file);
      return undefined;
    case "quality_table":
      readQualityTable({ path: file, ...(await readText(file)) });
      return undefined;
    case "policy":
      return checkPolicyFile(file, check);
  }
}

async function checkPolicyFile(file: string, check: Check): Promise<void> {
  const { problems, findings, notes, redaction, asOfMs } = check;
  const loaded = await readPolicy(file, check.registry);
  notes.push(...loaded.notes.map((note) => `${file}: ${note}`));
  const named = loaded.registryFile;
  const routes = named && (await problems.collect(() => readRoutes(named, redaction)));
  const priced = routes ? await checkRegistry(routes, check) : undefined;
  problems.add(...checkPolicy(loaded, routes ? routes.registry : undefined));
  problems.add(...(await moduleProblems(loaded, check.allowCode)));
  findings.add(...findingsOfPolicy(loaded, priced, asOfMs));
  if (priced === undefined) return;
  problems.add(...poolProblems(loaded, priced));
  findings.add(...priceFindings(loaded.template, loaded.policy, priced));
}

/** The routes with the prices that a run would give them. */
async function checkRegistry(loaded: LoadedRegistry, check: Check): Promise<Registry> {
  const { problems, findings, prices, asOfMs } = check;
  problems.add(...wireProblems(loaded));
  findings.add(...(await catalogFindings(loaded, asOfMs)));
  return (await resolvePrices(loaded.registry, prices, asOfMs)).registry;
}

async function checkManifest(file: string, { problems, notes }: Check): Promise<void> {
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
