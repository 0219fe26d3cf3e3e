import { existsSync } from "node:fs";
import { YOCTO_PER_NANO } from "../../core/billing-row.ts";
import { nanoUsdFromUsd, usdFromNanoUsd } from "../../core/money.ts";
import type { ProviderName } from "../../core/route.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import {
  attemptKey,
  isJournalledLine,
  type JournalledLine,
  type StartLine,
} from "../../replay/attempt-line.ts";
import { readJournal } from "../../replay/journal.ts";
import { readLines } from "../../replay/read-lines.ts";
import { fromReplyLine } from "../../replay/reply-line.ts";
import { usdText } from "../../reports/numbers.ts";
import { addTokens, noTokens } from "../finance/token-sums.ts";
import { runFolder } from "../run-folder.ts";
import {
  largestKey,
  tokenLines,
  UsageSums,
  type OurLine,
  type OurUsage,
  type Place,
  type UnknownCalls,
} from "./usage-sums.ts";

/** What the calls that a live run sent used, shared ones once, as its journal of attempts says. */
export async function sentUsage(folder: string, manifest: RunManifest): Promise<OurUsage> {
  const all = new UsageSums();
  const unknown: UnknownCalls[] = [];
  const largest = new Map<string, bigint>();
  const open = new Map<string, StartLine>();
  /** Sent, sent anew in a later session, and never heard of. */
  const lost: StartLine[] = [];
  const routes = await routesOf(folder);
  let totalNanoUsd = 0;
  const { attempts } = runFolder(folder);
  for await (const { value } of readLines<JournalledLine>(attempts, isJournalledLine)) {
    const key = attemptKey(value);
    if (value.event === "start") {
      const unfinished = open.get(key);
      if (unfinished !== undefined) lost.push(unfinished);
      open.set(key, value);
      continue;
    }
    const started = open.get(key);
    open.delete(key);
    const { usage, costNanoUsd, servedModel, result } = fromReplyLine(value);
    const known = routes.get(value.route);
    const model = servedModel ?? known?.model ?? value.route;
    const common = { day: (started ?? value).at.slice(0, 10), model, provider: known?.provider };
    // A call that was turned away, for nothing, is on no bill.
    if (costNanoUsd === 0 && result.kind !== "response") continue;
    if (costNanoUsd === undefined) unknown.push(unknownCall(common, started?.worst_case_usd));
    totalNanoUsd += costNanoUsd ?? 0;
    const sums = noTokens();
    addTokens(sums, usage);
    const of: readonly OurLine[] = [
      ...tokenLines(common, sums),
      { ...common, measure: "requests", amount: 1n },
      { ...common, measure: "usd", amount: BigInt(costNanoUsd ?? 0) * YOCTO_PER_NANO },
    ];
    for (const { measure, amount } of of) {
      const place = largestKey(model, measure);
      if (amount > (largest.get(place) ?? 0n)) largest.set(place, amount);
    }
    all.add(...of);
  }
  for (const { at, route, worst_case_usd: worst } of [...lost, ...open.values()]) {
    const { model = route, provider } = routes.get(route) ?? {};
    unknown.push(unknownCall({ day: at.slice(0, 10), model, provider }, worst));
  }
  const notes = spendNotes(totalNanoUsd, manifest);
  return { lines: all.lines(), unknown, largest, whose: "calls that the run sent", notes };
}

function unknownCall(place: Place, worstUsd: number | undefined): UnknownCalls {
  const atMostYocto = BigInt(nanoUsdFromUsd(worstUsd ?? 0)) * YOCTO_PER_NANO;
  return { ...place, calls: 1, atMostYocto };
}

/** Provider and model of each route that an outcome names: the journal of attempts has neither. */
async function routesOf(
  folder: string,
): Promise<ReadonlyMap<string, { readonly provider: ProviderName; readonly model: string }>> {
  const routes = new Map<string, { readonly provider: ProviderName; readonly model: string }>();
  const { journal } = runFolder(folder);
  if (!existsSync(journal)) return routes;
  for await (const { outcome } of readJournal(journal)) {
    for (const { route, provider, servedModel, requestedModel } of outcome.attempts) {
      if (routes.has(route) && servedModel === undefined) continue;
      routes.set(route, { provider, model: servedModel ?? requestedModel });
    }
  }
  return routes;
}

/** Two accounts of the same money: where they part, nothing below can be trusted. */
function spendNotes(totalNanoUsd: number, { spend }: RunManifest): readonly string[] {
  if (spend === undefined || nanoUsdFromUsd(spend.usd) === totalNanoUsd) return [];
  return [
    `run.json says that ${usdText(spend.usd)} was paid, the journal of attempts adds up to ${usdText(usdFromNanoUsd(totalNanoUsd))}`,
  ];
}
