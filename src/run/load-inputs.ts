import { resolve } from "node:path";
import { invalidInput } from "../core/harness-error.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { Policy } from "../core/policy.ts";
import type { Problem } from "../core/problem.ts";
import { routesNamedBy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import type { RunInput, RunManifest } from "../core/run-manifest.ts";
import type { Scorer } from "../core/scorer.ts";
import { readManifest, type Manifest } from "../datasets/read-manifest.ts";
import { checkPolicy } from "../policies/check-policy.ts";
import { policyVersion } from "../policies/policy-version.ts";
import { readPolicy, type LoadedPolicy } from "../policies/read-policy.ts";
import { readRegistry, type LoadedRegistry } from "../policies/read-registry.ts";
import { createScorer } from "../scoring/create-scorer.ts";
import { graderProblems } from "./grader-problems.ts";
import { ProblemList } from "./problems.ts";
import type { RunOptions } from "./run-options.ts";

/** A policy as one side of a comparison. */
export interface Arm {
  /** The policy's name; `NAME#2` where one policy stands on both sides. */
  readonly key: string;
  readonly policy: Policy;
}

/** Everything that documents say, read and found sound, before any data is read. */
export interface Inputs {
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly arms: readonly Arm[];
  readonly scorer: Scorer;
  readonly provider: RunManifest["provider"];
  readonly files: readonly RunInput[];
  readonly notes: readonly string[];
}

/** Reads manifest, policies and registry; throws `HarnessError` with every problem of all of them. */
export async function loadInputs(options: RunOptions): Promise<Inputs> {
  const problems = new ProblemList();
  const manifest = await problems.collect(() => readManifest(options.dataset));
  const policies = await readPolicies(options, problems);
  const registry = await readCommonRegistry(policies, options, problems);
  if (manifest !== undefined) problems.add(...graderProblems(manifest));
  if (registry !== undefined) {
    const graders = manifest?.scoring.map(({ name }) => name);
    for (const loaded of new Set(policies)) {
      problems.add(...checkPolicy(loaded, registry.registry, graders));
    }
  }
  if (manifest !== undefined) problems.add(...segmentProblems(policies, manifest));
  const provider = manifest && resolveProvider(manifest, options, policies, registry, problems);
  if (
    problems.all.length > 0 ||
    manifest === undefined ||
    registry === undefined ||
    provider === undefined
  ) {
    throw invalidInput("the run cannot start", problems.all);
  }
  return {
    manifest,
    registry: registry.registry,
    arms: armsOf(policies, registry.registry),
    scorer: createScorer(manifest.scoring, { minScore: manifest.minScore }),
    provider,
    files: [
      ...policies.map(({ document }) => inputOf("policy", document)),
      inputOf("registry", registry.document),
    ],
    notes: [
      ...new Set(
        policies.flatMap(({ policy, notes }) => notes.map((note) => `${policy.name}: ${note}`)),
      ),
    ],
  };
}

/** Gates on a tag that no record can have would stay without data for ever. */
function segmentProblems(
  policies: readonly LoadedPolicy[],
  manifest: Manifest,
): readonly Problem[] {
  const tags = Object.keys(manifest.record.tags ?? {});
  const asked = policies.flatMap(({ policy }) =>
    policy.promotion.gates.flatMap(({ segment }) => segment?.tag ?? []),
  );
  return [...new Set(asked)]
    .filter((tag) => !tags.includes(tag))
    .map((tag) => ({
      file: manifest.file,
      line: undefined,
      column: undefined,
      message: `a gate asks for segments of the tag "${tag}", which this dataset does not have`,
      hint: didYouMean(tag, tags) ?? `name it under record.tags`,
    }));
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
  return problems.collect(() => readRegistry(file));
}

function resolveProvider(
  manifest: Manifest,
  options: RunOptions,
  policies: readonly LoadedPolicy[],
  registry: LoadedRegistry | undefined,
  problems: ProblemList,
): RunManifest["provider"] {
  const hasTable = manifest.kind === "outcomes";
  if (options.provider === "table" && !hasTable) {
    problems.addPlain(
      `--provider recorded: ${options.dataset} holds no outcomes`,
      "use --provider simulated",
    );
  }
  const provider =
    options.provider === "auto" ? (hasTable ? "table" : "simulated") : options.provider;
  if (provider === "simulated" && registry !== undefined) {
    const missing = new Set<string>();
    for (const { policy } of policies) {
      for (const name of routesNamedBy(policy)) {
        const route = registry.registry.routes.get(name);
        if (route !== undefined && route.simulation === undefined) missing.add(name);
      }
    }
    for (const name of missing) {
      problems.addPlain(
        `${registry.registry.file}: route "${name}" has no simulation, and nothing else can answer for it`,
        "give the route a `simulation:` block",
      );
    }
  }
  return provider;
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
    };
  });
}

function inputOf(
  role: RunInput["role"],
  document: { readonly file: string; readonly sha256: string },
): RunInput {
  return { role, path: document.file, sha256: document.sha256 };
}
