import { existsSync } from "node:fs";
import { YOCTO_PER_NANO, type TokenMeter } from "../../core/billing-row.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";
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
import { countText, usdText } from "../../reports/numbers.ts";
import { billOfRun } from "../finance/bill-of-run.ts";
import { addTokens, noTokens } from "../finance/token-sums.ts";
import type { Redaction } from "../redaction.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";

/** A figure of ours, and whom it would be billed by; undefined: not known, so it is never left out. */
export interface OurLine extends InvoiceLine {
  readonly provider: ProviderName | undefined;
}

/** Calls of a day and model whose usage or cost nobody knows: a provider may have billed them. */
export interface UnknownCalls {
  readonly day: string;
  readonly model: string;
  readonly provider: ProviderName | undefined;
  readonly calls: number;
  /** What they may have cost at most, as far as it was reckoned, in septillionths of a dollar. */
  readonly atMostYocto: bigint;
}

/** What a run used, as a bill would count it. */
export interface OurUsage {
  readonly lines: readonly OurLine[];
  readonly unknown: readonly UnknownCalls[];
  /** The most that one known call counted, by model and measure. */
  readonly largest: ReadonlyMap<string, bigint>;
  /** In words: whose calls these are. */
  readonly whose: string;
  readonly notes: readonly string[];
}

/** Where `largest` keeps a figure. */
export function largestKey(model: string, measure: InvoiceMeasure): string {
  return `${measure} ${model}`;
}

/**
 * The calls that a live run sent, shared ones once, as its journal of attempts says; of a run that
 * sent none the calls of one policy, which then has to be named.
 */
export async function ourUsage(
  folder: string,
  policy: string | undefined,
  redaction: Redaction,
): Promise<OurUsage> {
  const manifest = readManifest(folder);
  const isLive = manifest.spend !== undefined && existsSync(runFolder(folder).attempts);
  if (isLive && policy === undefined) return sentUsage(folder, manifest);
  const comparison = readComparison(folder);
  const names = [comparison.baseline, ...comparison.candidates];
  if (policy !== undefined && names.includes(policy)) {
    return policyUsage(folder, policy, redaction);
  }
  const what =
    policy === undefined
      ? `${folder}: this run sent no call, so its policies are held against the invoice one at a time`
      : `--policy ${policy}: is none of the run's`;
  throw new HarnessError("invalid-input", what, {
    hint: `name the policy that the invoice bills: ${names.map((name) => `--policy ${name}`).join(" or ")}`,
  });
}

async function policyUsage(
  folder: string,
  policy: string,
  redaction: Redaction,
): Promise<OurUsage> {
  const { bill } = await billOfRun(folder, redaction);
  const sums = new UsageSums();
  let unpriced = 0;
  for (const { hourMs, model, provider, costYocto, requests, tokens, ...row } of bill.billed) {
    if (row.policy !== policy) continue;
    const common = { day: dayOf(hourMs), model, provider };
    sums.add({ ...common, measure: "usd", amount: costYocto });
    sums.add({ ...common, measure: "requests", amount: BigInt(requests) });
    if (tokens !== undefined) sums.add(...tokenLines(common, tokens));
  }
  for (const { hourMs, model, provider, requests, tokens, ...row } of bill.unpriced) {
    if (row.policy !== policy) continue;
    const common = { day: dayOf(hourMs), model, provider };
    sums.add({ ...common, measure: "requests", amount: BigInt(requests) });
    sums.add(...tokenLines(common, tokens));
    unpriced += requests;
  }
  const notes =
    unpriced === 0
      ? []
      : [
          `${countText(unpriced)} calls have no known cost: their tokens count, their dollars cannot`,
        ];
  const whose = `calls of policy ${policy}`;
  return { lines: sums.lines(), unknown: [], largest: new Map(), whose, notes };
}

async function sentUsage(folder: string, manifest: RunManifest): Promise<OurUsage> {
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

type Place = Pick<UnknownCalls, "day" | "model" | "provider">;

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
    `run.json says that ${usdText(spend.usd)} was paid, the journal of attempts adds up to ${usdText(totalNanoUsd / 1e9)}`,
  ];
}

function tokenLines(
  place: Place,
  tokens: Readonly<Record<TokenMeter, bigint>>,
): readonly OurLine[] {
  const written = tokens.cache_write + tokens.cache_write_long;
  return [
    { ...place, measure: "input_tokens", amount: tokens.input },
    { ...place, measure: "cache_read_tokens", amount: tokens.cache_read },
    { ...place, measure: "cache_write_tokens", amount: written },
    { ...place, measure: "output_tokens", amount: tokens.output },
  ];
}

/** A line a day, model and measure: a run of a million calls has few of them. */
class UsageSums {
  readonly #sums = new Map<string, OurLine>();

  add(...lines: readonly OurLine[]): void {
    for (const line of lines) {
      const key = JSON.stringify([line.day, line.model, line.provider ?? null, line.measure]);
      const before = this.#sums.get(key)?.amount ?? 0n;
      this.#sums.set(key, { ...line, amount: before + line.amount });
    }
  }

  lines(): readonly OurLine[] {
    return [...this.#sums.values()];
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
