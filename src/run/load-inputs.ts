import { resolve } from "node:path";
import { invalidInput } from "../core/harness-error.ts";
import type { Policy } from "../core/policy.ts";
import { problemLine } from "../core/problem.ts";
import type { QualityTable } from "../core/quality-table.ts";
import type { Registry } from "../core/route.ts";
import type { RunInput, RunManifest } from "../core/run-manifest.ts";
import type { Scorer } from "../core/scorer.ts";
import { readManifest, type Manifest } from "../datasets/read-manifest.ts";
import { checkPolicy } from "../policies/checks/check-policy.ts";
import { policyVersion } from "../policies/policy-version.ts";
import { readPolicy, type LoadedPolicy } from "../policies/read-policy.ts";
import { readPrices } from "../policies/read-prices.ts";
import type { LoadedRegistry } from "../policies/read-registry.ts";
import { createScorer } from "../scoring/create-scorer.ts";
import { answerProblems, answerSource } from "./answer-source.ts";
import { catalogFindings } from "./problems/catalog-findings.ts";
import { datasetFindings } from "./problems/dataset-findings.ts";
import { failoversOfArms, type ArmFailovers } from "./drills/failovers-of-arms.ts";
import { findingsOfPolicy } from "./problems/findings-of-policy.ts";
import { graderProblems } from "./problems/grader-problems.ts";
import { logProblems } from "./logs/likeness.ts";
import { moduleProblems } from "./advice/module-problems.ts";
import { paceProblems } from "./problems/pace-problems.ts";
import { priceNotes } from "./price-notes.ts";
import { ProblemList } from "./problems/problems.ts";
import { poolProblems } from "./problems/pool-problems.ts";
import { readRoutes } from "./read-routes.ts";
import type { Redaction } from "./redaction.ts";
import { resolvePrices } from "./pricing/resolve-prices.ts";
import type { RunOptions } from "./options/run-options.ts";
import { tagProblems } from "./problems/tag-problems.ts";
import { wireProblems } from "./problems/wire-problems.ts";

/** A policy as one side of a comparison. */
export interface Arm {
  /** The policy's name; `NAME#2` where one policy stands on both sides. */
  readonly key: string;
  readonly policy: Policy;
  /** The one that the policy reads; absent: it reads none. */
  readonly qualityTable?: QualityTable | undefined;
}

/** What inputs are read for. */
export interface InputOptions extends RunOptions {
  /** Nothing will be decided: the policies' own code needs no leave and is not loaded. */
  readonly runsNoCode?: boolean;
}

/** Everything that documents say, read and found sound, before any data is read. */
export interface Inputs {
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly arms: readonly Arm[];
  readonly scorer: Scorer;
  readonly provider: RunManifest["provider"];
  readonly files: readonly RunInput[];
  /** By arm: the fallbacks that it writes and may take, and what a drill found. */
  readonly failovers: ArmFailovers["failovers"];
  readonly notes: readonly string[];
}

/**
 * Reads manifest, policies, registry and prices; throws `HarnessError` with every problem of all of
 * them. Routes are priced at the run's moment, in milliseconds since 1970.
 */
export async function loadInputs(
  options: InputOptions,
  asOfMs: number,
  redaction: Redaction,
): Promise<Inputs> {
  const problems = new ProblemList();
  const manifest = await problems.collect(() => readManifest(options.dataset));
  const policies = await readPolicies(options, problems);
  const registry = await readCommonRegistry(policies, options, problems, redaction);
  const { prices: pricesFile } = options;
  const prices =
    pricesFile === undefined ? undefined : await problems.collect(() => readPrices(pricesFile));
  if (manifest !== undefined) problems.add(...graderProblems(manifest));
  const { like } = options;
  const log = like === undefined ? undefined : await problems.collect(() => readManifest(like));
  if (log !== undefined) problems.add(...logProblems(log));
  if (registry !== undefined) {
    const graders = manifest?.scoring.map(({ name }) => name);
    for (const loaded of new Set(policies)) {
      problems.add(...checkPolicy(loaded, registry.registry, graders));
    }
  }
  if (manifest !== undefined) {
    problems.add(...tagProblems(policies, manifest));
  }
  if (options.runsNoCode !== true) {
    for (const loaded of new Set(policies)) {
      problems.add(...(await moduleProblems(loaded, options.allowCode)));
    }
  }
  if (registry !== undefined) problems.add(...wireProblems(registry));
  const provider = manifest && answerSource(manifest, options);
  if (manifest !== undefined) problems.add(...paceProblems(manifest, options));
  if (provider !== undefined && registry !== undefined) {
    const setup = { manifest, policies: policies.map(({ policy }) => policy), ...registry };
    problems.add(...answerProblems(provider, options, setup));
  }
  if (
    problems.all.length > 0 ||
    manifest === undefined ||
    registry === undefined ||
    provider === undefined
  ) {
    throw invalidInput("the run cannot start", problems.all);
  }
  const priced = await resolvePrices(registry.registry, prices, asOfMs);
  const pools = [...new Set(policies)].flatMap((loaded) => poolProblems(loaded, priced.registry));
  if (pools.length > 0) throw invalidInput("the run cannot start", pools);
  const findings = [
    ...[...new Set(policies)].flatMap((loaded) => [
      ...findingsOfPolicy(loaded, priced.registry, asOfMs),
      ...datasetFindings(loaded, manifest, provider),
    ]),
    // Only a live call needs the model's real name.
    ...(provider === "live" ? await catalogFindings(registry, asOfMs) : []),
  ];
  const arms = armsOf(policies, registry.registry);
  const drilled = await failoversOfArms(
    policies.map((loaded, index) => ({ key: arms[index]?.key ?? loaded.policy.name, loaded })),
    priced.registry,
    asOfMs,
  );
  return {
    manifest,
    registry: priced.registry,
    arms,
    failovers: drilled.failovers,
    scorer: createScorer(manifest.scoring, { minScore: manifest.minScore }),
    provider,
    files: [
      ...policies.map(({ document }) => inputOf("policy", document)),
      ...policies.flatMap(({ policy }) => policy.attachments),
      inputOf("registry", registry.document),
      ...(prices !== undefined ? [inputOf("prices", prices.document)] : []),
    ],
    notes: [
      ...new Set(
        policies.flatMap(({ policy, notes }) => notes.map((note) => `${policy.name}: ${note}`)),
      ),
      ...findings.map(problemLine),
      ...drilled.notes,
      ...priceNotes(priced, policies),
      ...unknownToTables(provider, policies),
    ],
  };
}

async function readPolicies(
  options: RunOptions,
  problems: ProblemList,
): Promise<readonly LoadedPolicy[]> {
  const loaded = new Map<string, LoadedPolicy | undefined>();
  for (const file of [options.baseline, ...options.candidates]) {
    const path = resolve(file);
    if (loaded.has(path)) continue;
    loaded.set(path, await problems.collect(() => readPolicy(file, options.registry)));
  }
  return [options.baseline, ...options.candidates]
    .map((file) => loaded.get(resolve(file)))
    .filter((policy) => policy !== undefined);
}

/** The one registry that all policies name: a route must mean the same in every arm. */
async function readCommonRegistry(
  policies: readonly LoadedPolicy[],
  options: RunOptions,
  problems: ProblemList,
  redaction: Redaction,
): Promise<LoadedRegistry | undefined> {
  const files = new Map<string, string>();
  if (options.registry !== undefined) files.set(resolve(options.registry), options.registry);
  for (const { registryFile } of policies) {
    if (registryFile !== undefined) files.set(resolve(registryFile), registryFile);
  }
  const [file, other] = [...files.values()];
  if (other !== undefined) {
    problems.addPlain(
      `the policies name different registries: ${[...files.values()].join(", ")}`,
      "name one for all of them with --registry FILE",
    );
    return undefined;
  }
  if (file === undefined) {
    if (policies.length > 0) {
      problems.addPlain(
        "no policy names a registry",
        "add `registry: registry.yaml` to the policies, or pass --registry FILE",
      );
    }
    return undefined;
  }
  return problems.collect(() => readRoutes(file, redaction));
}

function armsOf(policies: readonly LoadedPolicy[], registry: Registry): readonly Arm[] {
  const seen = new Map<string, number>();
  return policies.map((loaded) => {
    const { policy } = loaded;
    const count = (seen.get(policy.name) ?? 0) + 1;
    seen.set(policy.name, count);
    return {
      key: count === 1 ? policy.name : `${policy.name}#${count}`,
      policy: { ...policy, version: policyVersion(loaded, registry) },
      qualityTable: loaded.qualityTable,
    };
  });
}

function inputOf(
  role: RunInput["role"],
  document: { readonly file: string; readonly sha256: string },
): RunInput {
  return { role, path: document.file, sha256: document.sha256 };
}

/** A table holds answers to the records, not what a model would say of them. */
function unknownToTables(
  provider: RunManifest["provider"],
  policies: readonly LoadedPolicy[],
): readonly string[] {
  if (provider !== "table" && provider !== "log") return [];
  const source = provider === "table" ? "an outcome table" : "a request log";
  const asking = policies.flatMap(({ policy: { name, strategy } }) =>
    strategy.kind === "intent" && strategy.classifier.by === "model" ? [name] : [],
  );
  return [...new Set(asking)].map(
    (name) =>
      `${name}: ${source} does not say what its classifier would answer, so every record is unsure; put the answers into a column and classify by: label`,
  );
}
