import type { DrillReport } from "../../core/drill-report.ts";
import { invalidInput } from "../../core/harness-error.ts";
import type { Registry } from "../../core/route.ts";
import { readPolicy, type LoadedPolicy } from "../../policies/read-policy.ts";
import { drillJson } from "../../reports/drill-json.ts";
import { drillSentence, renderDrill } from "../../reports/terminal/drill-text.ts";
import { drillPolicy } from "./drill.ts";
import { resolveGateway, type GatewayFlags } from "./gateway-options.ts";
import { badUsage, resolveDay } from "../options/option-values.ts";
import { policyFilesAt } from "../policy-files.ts";
import { poolProblems } from "../problems/pool-problems.ts";
import { ProblemList } from "../problems/problems.ts";
import { readRoutes } from "../read-routes.ts";
import { resolvePrices } from "../pricing/resolve-prices.ts";
import type { World } from "../world.ts";

export { drillJson, drillSentence, renderDrill };
export { hasDifference } from "../../core/drill-report.ts";

/** What draws in a drill: a drill holds whatever is drawn. */
const SEED = 1;

/** The options of `drill` as they were typed; absent: not given. */
export interface DrillFlags extends GatewayFlags {
  readonly policy?: readonly string[] | undefined;
  readonly registry?: string | undefined;
  readonly asOf?: string | undefined;
}

/** Drills policies one after the other; throws `HarnessError` where one cannot be read. */
export async function drillPolicies(
  flags: DrillFlags,
  world: Pick<World, "env" | "redaction">,
): Promise<readonly DrillReport[]> {
  const paths = flags.policy ?? [];
  if (paths.length === 0) {
    throw badUsage("--policy is missing", "name a policy, or a folder: --policy policies/classes");
  }
  const asOfMs = resolveDay("--as-of", flags.asOf);
  const gateway = resolveGateway(flags, world);
  const loaded = await readAll(
    (await Promise.all(paths.map(policyFilesAt))).flat(),
    flags.registry,
  );
  const reports: DrillReport[] = [];
  for (const policy of loaded) {
    const { registryFile } = policy;
    const registry =
      registryFile === undefined
        ? undefined
        : (await readRoutes(registryFile, world.redaction)).registry;
    await refuseEmptyPool(policy, registry, asOfMs);
    reports.push(
      await drillPolicy(policy, registry, {
        seed: SEED,
        ...(asOfMs !== undefined && { asOfMs }),
        ...(gateway && { gateway }),
      }),
    );
  }
  return reports;
}

/** A scored policy that has no route to choose from does nothing that could be drilled. */
async function refuseEmptyPool(
  policy: LoadedPolicy,
  registry: Registry | undefined,
  asOfMs = Date.now(),
): Promise<void> {
  if (registry === undefined) return;
  const priced = await resolvePrices(registry, undefined, asOfMs);
  const problems = poolProblems(policy, priced.registry);
  if (problems.length > 0) throw invalidInput("nothing was drilled", problems);
}

async function readAll(
  files: readonly string[],
  registry: string | undefined,
): Promise<readonly LoadedPolicy[]> {
  const problems = new ProblemList();
  const loaded: LoadedPolicy[] = [];
  for (const file of files) {
    const policy = await problems.collect(() => readPolicy(file, registry));
    if (policy === undefined) continue;
    loaded.push(policy);
  }
  if (problems.all.length > 0) throw invalidInput("nothing was drilled", problems.all);
  return loaded;
}
