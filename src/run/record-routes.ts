import { didYouMean } from "../core/nearest-name.ts";
import { HarnessError, invalidInput } from "../core/harness-error.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RefusedKey } from "../core/refused-key.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { Registry } from "../core/route.ts";
import { checkDataset } from "../datasets/check-dataset.ts";
import { readManifest } from "../datasets/read-manifest.ts";
import { pinnedPolicy } from "../policies/pinned-policy.ts";
import { readPrices } from "../policies/read-prices.ts";
import { replay } from "../replay/replay.ts";
import { TrialIntake } from "../replay/trial-intake.ts";
import { createScorer } from "../scoring/create-scorer.ts";
import { armsAtWork } from "./arms-at-work.ts";
import type { Inputs } from "./load-inputs.ts";
import { openCalls } from "./calls/open-calls.ts";
import { preflight } from "./calls/preflight.ts";
import type { Progress } from "./progress.ts";
import type { RecordOptions } from "./options/record-options.ts";
import { readRoutes } from "./read-routes.ts";
import type { Redaction } from "./redaction.ts";
import { RefusedKeys } from "./refused-keys.ts";
import { resolvePrices } from "./pricing/resolve-prices.ts";
import { runFolder } from "./run-folder.ts";
import type { CallSession } from "./session.ts";
import { assertCanBeCapped, withCap } from "./calls/spend-cap.ts";
import { wireProblems } from "./problems/wire-problems.ts";
import type { World } from "./world.ts";

/** What is now known of one route. */
export interface RecordedRoute {
  readonly route: string;
  readonly answered: number;
  /** Records that got no answer, a second try included. */
  readonly failed: number;
}

export interface RecordResult {
  readonly routes: readonly RecordedRoute[];
  readonly records: number;
  readonly spend: RunManifest["spend"];
  readonly refusedKeys: readonly RefusedKey[];
  /** Whether every record was asked of every route. */
  readonly ending: "complete" | "interrupted" | "spend_cap";
}

/**
 * Asks every route for every record, so that any policy over them can be replayed for nothing.
 * What the folder already holds is not asked again: to go on, do the same once more.
 */
export async function recordRoutes(
  options: RecordOptions,
  world: World,
  progress: Progress,
): Promise<RecordResult> {
  assertCanBeCapped(options, world);
  const nowMs = world.nowMs();
  const inputs = await recordInputs(options, nowMs, world.redaction);
  preflight({ inputs, options, world });
  const { limit, sample, seed, filters, strict } = options;
  const selection = { limit, sample, seed, filters, strict, onRejected: () => undefined };
  const dataset = await checkDataset(inputs.manifest, selection);
  try {
    const arms = armsAtWork(inputs, seed);
    const capped = await withCap({ inputs, dataset, options, arms }, nowMs, world);
    const folder = runFolder(options.record);
    const { retryErrors } = options;
    const opened = { inputs, dataset, options: capped, arms, folder, world, progress };
    return await recordAll({ ...opened, retryErrors }, nowMs);
  } finally {
    await dataset.close();
  }
}

async function recordAll(
  session: CallSession & { readonly options: RecordOptions },
  asOfMs: number,
): Promise<RecordResult> {
  const { inputs, dataset, options, arms, world, progress } = session;
  const { records } = dataset.summary;
  const counts = inputs.arms.map(({ key }) => ({ route: key, answered: 0, failed: 0 }));
  const refusedKeys = new RefusedKeys(inputs.registry);
  progress.total = records * arms.length * options.repeat;
  progress.phase = "replaying";
  progress.replayingSinceMs = performance.now();
  const calls = await openCalls(session, undefined);
  const intake = new TrialIntake(dataset.records(), {
    arms: [...arms.keys()],
    repeats: [...Array(options.repeat).keys()],
    onRecord: () => undefined,
    isDone: () => false,
  });
  const onOutcome = (outcome: Outcome): undefined => {
    const { arm, ending, attempts } = outcome;
    refusedKeys.take(outcome);
    const count = counts[arm];
    if (count === undefined) throw new HarnessError("bug", `nobody asked for arm ${arm}`);
    progress.done += 1;
    for (const { costNanoUsd } of attempts) progress.costNanoUsd += costNanoUsd ?? 0;
    if (ending.kind === "answered") count.answered += 1;
    // A record of a log without its prompt is not called.
    else if (ending.kind !== "not_covered") {
      count.failed += 1;
      progress.errors += 1;
    }
  };
  const replayWorld = {
    arms,
    routes: inputs.registry.routes,
    provider: calls.provider,
    scorer: inputs.scorer,
    clock: calls.newClock(),
    asOfMs,
    signal: new AbortController().signal,
    drain: inputs.provider === "live" ? world.drain : undefined,
    streams: options.streams,
  };
  let spendCap: HarnessError | undefined;
  try {
    const limits = { concurrency: calls.workers, drain: world.drain, onOutcome };
    ({ spendCap } = await replay(intake, replayWorld, limits));
  } finally {
    await calls.close();
  }
  if (spendCap !== undefined) world.note(spendCap.message);
  const isComplete = progress.done === progress.total;
  const ending = isComplete ? "complete" : spendCap === undefined ? "interrupted" : "spend_cap";
  return {
    routes: counts,
    records,
    spend: calls.spend(),
    refusedKeys: refusedKeys.all(),
    ending,
  };
}

async function recordInputs(
  options: RecordOptions,
  asOfMs: number,
  redaction: Redaction,
): Promise<Inputs> {
  const manifest = await readManifest(options.dataset);
  const loaded = await readRoutes(options.registry, redaction);
  const prices = options.prices === undefined ? undefined : await readPrices(options.prices);
  const routes = chosenRoutes(options.routes, loaded.registry);
  const named = new Set(routes);
  const chosen = [...loaded.registry.routes].filter(([name]) => named.has(name));
  const registry = { ...loaded.registry, routes: new Map(chosen) };
  const problems = wireProblems({ registry, document: loaded.document });
  if (problems.length > 0) throw invalidInput(options.registry, problems);
  const priced = await resolvePrices(registry, prices, asOfMs);
  return {
    manifest,
    registry: priced.registry,
    arms: routes.map((route) => ({ key: route, policy: pinnedPolicy(route, options.timeoutMs) })),
    scorer: createScorer(manifest.scoring, { minScore: manifest.minScore }),
    failovers: new Map(),
    provider: "live",
    files: [],
    notes: priced.notes.map(({ message }) => message),
  };
}

/** The named routes in their order; none named: all of the registry. */
function chosenRoutes(names: readonly string[], { routes, file }: Registry): readonly string[] {
  if (names.length === 0) return [...routes.keys()];
  const unknown = names.filter((name) => !routes.has(name));
  if (unknown.length === 0) return [...new Set(names)];
  const problems = unknown.map((name) => ({
    file,
    line: undefined,
    column: undefined,
    message: `has no route "${name}"`,
    hint: didYouMean(name, routes.keys()),
  }));
  throw invalidInput("--route", problems);
}
