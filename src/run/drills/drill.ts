import type { ReferencePrompt } from "../../core/classifier-rule.ts";
import type { DrillReport, DrillRow } from "../../core/drill-report.ts";
import type { Capabilities, Price, Registry } from "../../core/route.ts";
import { policyOf } from "../../policies/policy-of.ts";
import { policyVersion } from "../../policies/policy-version.ts";
import type { Drill, Promised } from "../../policies/promises/promised.ts";
import { promisesOf } from "../../policies/promises/promises.ts";
import type { WrittenPolicy } from "../../policies/promises/written-policy.ts";
import { readPrompts } from "../../policies/read-prompts.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import { createScorer } from "../../scoring/create-scorer.ts";
import { gatewayRows, type GatewayUnderTest } from "./drill-gateway.ts";
import { drilledRow, notDrilledRow, type DrillFinding } from "./drill-row.ts";
import { drillOutcome, type DrilledPolicy } from "./drill-outcome.ts";
import { drillRegistry, registryFor, type DrillRegistry } from "./drill-registry.ts";
import { differenceOf, seenText } from "./judge-drill.ts";
import { resolvePrices } from "../pricing/resolve-prices.ts";

/** How policies are drilled. */
export interface DrillOptions {
  /** What a weighted policy draws by. */
  readonly seed: number;
  /** Milliseconds since 1970 that approvals are held against; absent: now. */
  readonly asOfMs?: number;
  /** Who is drilled instead of the engine; absent: the engine. */
  readonly gateway?: GatewayUnderTest;
}

/**
 * Puts every promise of a policy's document to the test: the failure is injected where a provider
 * would answer, and all the rest is what a run works with. Without a registry, and for names that
 * it lacks, routes are made up. Nothing is called, or a gateway on this machine alone.
 */
export async function drillPolicy(
  loaded: LoadedPolicy,
  registry: Registry | undefined,
  options: DrillOptions,
): Promise<DrillReport> {
  const { gateway } = options;
  const asOfMs = options.asOfMs ?? Date.now();
  const { template, qualityTable } = loaded;
  const { written, promises } = promisesOf(
    template,
    registry && (await resolvePrices(registry, undefined, asOfMs)).registry,
    qualityTable,
  );
  const routes = drillRegistry(written);
  const scorer = createScorer([], { minScore: undefined });
  const setting = { loaded, written, routes, seed: options.seed, asOfMs, scorer };
  const rows =
    gateway === undefined
      ? await engineRows(promises, setting)
      : await gatewayRows({ promises, written, registry: routes.registry, gateway });
  return {
    policy: loaded.policy.name,
    file: loaded.policy.file,
    version: registry === undefined ? undefined : policyVersion(loaded, registry),
    against: gateway === undefined ? "engine" : "gateway",
    standIns: standInsOf(written, routes),
    rows,
  };
}

interface Setting extends Pick<DrilledPolicy, "seed" | "asOfMs" | "scorer"> {
  readonly loaded: LoadedPolicy;
  readonly written: WrittenPolicy;
  readonly routes: DrillRegistry;
}

async function engineRows(
  promises: readonly Promised[],
  setting: Setting,
): Promise<readonly DrillRow[]> {
  const rows: DrillRow[] = [];
  for (const promised of promises) rows.push(await rowOf(promised, setting));
  return rows;
}

/** Drills one promise, by each of its injections. */
async function rowOf(promised: Promised, setting: Setting): Promise<DrillRow> {
  const { drills, notDrilled } = promised;
  if (notDrilled !== undefined) return notDrilledRow(promised, notDrilled);
  const found: DrillFinding[] = [];
  for (const drill of drills) {
    const drilled = await drillOutcome(drill, policyAtDrill(drill, setting));
    found.push({
      words: drill.words,
      seen: seenText(drilled, drill.expected),
      difference: differenceOf(drilled, drill.expected),
    });
  }
  return drilledRow(promised, found);
}

/** The policy as the drill wants it: read anew from the changed document, as any policy is. */
function policyAtDrill(drill: Drill, setting: Setting): DrilledPolicy {
  const { loaded, written, routes, seed, asOfMs, scorer } = setting;
  const shape = drill.shape ?? written.shape;
  const registry = registryFor(routes, shape, written);
  const { file, name } = loaded.policy;
  const template = { ...loaded.template, shape };
  const { qualityTable } = loaded;
  const attachments = { files: loaded.attachments, prompts: promptsOf(loaded), qualityTable };
  const policy = policyOf(template, { file, stem: name, registry, attachments }, [], []);
  return {
    policy: { ...policy, version: "drill" },
    qualityTable,
    registry: changedRoutes(registry, drill),
    seed,
    asOfMs,
    scorer,
  };
}

function promptsOf({ attachments }: LoadedPolicy): readonly ReferencePrompt[] {
  const prompts = attachments.find(({ role }) => role === "prompts");
  return prompts === undefined ? [] : readPrompts(prompts, []);
}

/** The routes as a drill wants them. */
function changedRoutes(registry: Registry, drill: Drill): Registry {
  const { withoutClaim, priced, served, window } = drill;
  const routes = new Map(registry.routes);
  const lacking = withoutClaim && routes.get(withoutClaim.route);
  if (lacking !== undefined) {
    const { capabilities } = lacking;
    const claims = { ...capabilities.claims, [withoutClaim?.claim ?? ""]: false };
    routes.set(lacking.name, { ...lacking, capabilities: { ...capabilities, claims } });
  }
  for (const name of priced?.routes ?? []) {
    const route = routes.get(name);
    if (route !== undefined) routes.set(name, { ...route, price: priceOf(priced) });
  }
  const claim = (name: string, part: Partial<Capabilities>): void => {
    const route = routes.get(name);
    if (route === undefined) return;
    routes.set(name, { ...route, capabilities: { ...route.capabilities, ...part } });
  };
  for (const name of served?.routes ?? []) claim(name, { regions: served?.regions });
  for (const name of window?.routes ?? []) claim(name, { contextWindow: window?.tokens });
  return { ...registry, routes };
}

function priceOf(priced: Drill["priced"]): Price {
  return {
    perRequestNanoUsd: priced?.perRequestNanoUsd ?? 0,
    inputNanoUsdPerMtok: 0,
    cachedInputNanoUsdPerMtok: 0,
    outputNanoUsdPerMtok: 0,
  };
}

function standInsOf(
  { standIns }: WrittenPolicy,
  { madeUp: { routes, budgets }, registry }: DrillRegistry,
): readonly string[] {
  const source = registry.file === "" ? "there is no registry" : `${registry.file} lacks them`;
  return [
    ...standIns,
    ...(routes.length === 0 ? [] : [`made up, as ${source}: ${routes.join(", ")}`]),
    ...budgets.map((name) => `the budget ${name}, which has no amount, is taken for $0.01`),
  ];
}
