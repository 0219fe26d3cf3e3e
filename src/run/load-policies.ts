import { invalidInput } from "../core/harness-error.ts";
import type { Policy } from "../core/policy.ts";
import type { QualityTable } from "../core/quality-table.ts";
import { routesNamedBy } from "../core/routes-of-policy.ts";
import type { Registry } from "../core/route.ts";
import { checkPolicy } from "../policies/checks/check-policy.ts";
import type { PolicySide } from "../policies/changes/diff-policies.ts";
import { policyVersion } from "../policies/policy-version.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { readPrices } from "../policies/read-prices.ts";
import { poolProblems } from "./problems/pool-problems.ts";
import { ProblemList } from "./problems/problems.ts";
import { readRoutes } from "./read-routes.ts";
import type { Redaction } from "./redaction.ts";
import { resolvePrices } from "./pricing/resolve-prices.ts";
import { wireProblems } from "./problems/wire-problems.ts";

/** A policy that could be put to work: sound, with its version, its routes priced. */
export interface LoadedSide extends PolicySide {
  readonly policy: Policy;
  /** Absent: the policy reads none. */
  readonly qualityTable: QualityTable | undefined;
  /** The registry of the documents, with every price that is known. */
  readonly priced: Registry;
  /** Readings of other spellings, and prices that are inferred or lacking. */
  readonly notes: readonly string[];
}

export interface LoadPoliciesOptions {
  /** In place of the registries that the policies name. */
  readonly registry: string | undefined;
  readonly prices: string | undefined;
  /** The day that prices are looked up for, in milliseconds since 1970. */
  readonly asOfMs: number;
  readonly redaction: Redaction;
}

/** Reads policies, each with its own registry; throws every problem of all of them. */
export async function loadPolicies(
  files: readonly string[],
  options: LoadPoliciesOptions,
): Promise<readonly LoadedSide[]> {
  const problems = new ProblemList();
  const { prices: pricesFile } = options;
  const prices =
    pricesFile === undefined ? undefined : await problems.collect(() => readPrices(pricesFile));
  const sides: Omit<LoadedSide, "priced">[] = [];
  for (const file of files) {
    const loaded = await problems.collect(() => readPolicy(file, options.registry));
    if (loaded === undefined) continue;
    const { registryFile } = loaded;
    const read =
      registryFile === undefined
        ? undefined
        : await problems.collect(() => readRoutes(registryFile, options.redaction));
    problems.add(...checkPolicy(loaded, read?.registry));
    if (read === undefined) continue;
    problems.add(...wireProblems(read));
    const { registry } = read;
    const policy = { ...loaded.policy, version: policyVersion(loaded, registry) };
    sides.push({
      loaded,
      registry,
      policy,
      qualityTable: loaded.qualityTable,
      // Of several policies it has to be told whose reading it is.
      notes: loaded.notes.map((note) => (files.length > 1 ? `${file}: ${note}` : note)),
    });
  }
  if (problems.all.length > 0) throw invalidInput(files.join(", "), problems.all);
  const withPrices = await Promise.all(
    sides.map(async (side) => {
      const { registry: priced, notes } = await resolvePrices(
        side.registry,
        prices,
        options.asOfMs,
      );
      const considered = new Set(routesNamedBy(side.policy, side.registry));
      const ofPrices = notes.filter(({ route }) => considered.has(route));
      return { ...side, priced, notes: [...side.notes, ...ofPrices.map(({ message }) => message)] };
    }),
  );
  const empty = withPrices.flatMap(({ loaded, priced }) => poolProblems(loaded, priced));
  if (empty.length > 0) throw invalidInput(files.join(", "), empty);
  return withPrices;
}
