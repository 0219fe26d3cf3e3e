import { existsSync } from "node:fs";
import { YOCTO_PER_NANO, type TokenMeter } from "../../core/billing-row.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { invoiceMeasures, type InvoiceLine, type InvoiceMeasure } from "../../core/invoice-line.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import {
  attemptKey,
  isJournalledLine,
  type JournalledLine,
  type StartLine,
} from "../../replay/attempt-line.ts";
import { readLines } from "../../replay/read-lines.ts";
import { fromReplyLine } from "../../replay/reply-line.ts";
import { countText, usdText } from "../../reports/numbers.ts";
import { billOfRun } from "../finance/bill-of-run.ts";
import { addTokens, noTokens } from "../finance/token-sums.ts";
import type { Redaction } from "../redaction.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";

/** Calls of a day and model whose usage or cost nobody knows: a provider may have billed them. */
export interface UnknownCalls {
  readonly day: string;
  readonly model: string;
  readonly calls: number;
  /** What they may have cost at most, as far as it was reckoned, in septillionths of a dollar. */
  readonly atMostYocto: bigint;
}

/** What a run used, as a bill would count it. */
export interface OurUsage {
  readonly lines: readonly InvoiceLine[];
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
  const lines: InvoiceLine[] = [];
  let unpriced = 0;
  for (const { hourMs, model, costYocto, requests, tokens, ...row } of bill.billed) {
    if (row.policy !== policy) continue;
    const day = dayOf(hourMs);
    lines.push({ day, model, measure: "usd", amount: costYocto });
    lines.push({ day, model, measure: "requests", amount: BigInt(requests) });
    if (tokens !== undefined) lines.push(...tokenLines(day, model, tokens));
  }
  for (const { hourMs, model, requests, tokens, ...row } of bill.unpriced) {
    if (row.policy !== policy) continue;
    const day = dayOf(hourMs);
    lines.push({ day, model, measure: "requests", amount: BigInt(requests) });
    lines.push(...tokenLines(day, model, tokens));
    unpriced += requests;
  }
  const notes =
    unpriced === 0
      ? []
      : [
          `${countText(unpriced)} calls have no known cost: their tokens count, their dollars cannot`,
        ];
  const whose = `calls of policy ${policy}`;
  return { lines: summed(lines), unknown: [], largest: new Map(), whose, notes };
}

async function sentUsage(folder: string, manifest: RunManifest): Promise<OurUsage> {
  const lines: InvoiceLine[] = [];
  const unknown: UnknownCalls[] = [];
  const largest = new Map<string, bigint>();
  const open = new Map<string, StartLine>();
  /** Sent, sent anew in a later session, and never heard of. */
  const lost: StartLine[] = [];
  const modelOfRoute = new Map<string, string>();
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
    const model = servedModel ?? modelOfRoute.get(value.route) ?? value.route;
    if (servedModel !== undefined) modelOfRoute.set(value.route, servedModel);
    const day = (started ?? value).at.slice(0, 10);
    // A call that was turned away, for nothing, is on no bill.
    if (costNanoUsd === 0 && result.kind !== "response") continue;
    if (costNanoUsd === undefined) unknown.push(unknownCall(day, model, started?.worst_case_usd));
    totalNanoUsd += costNanoUsd ?? 0;
    const sums = noTokens();
    addTokens(sums, usage);
    const of: readonly InvoiceLine[] = [
      ...tokenLines(day, model, sums),
      { day, model, measure: "requests", amount: 1n },
      { day, model, measure: "usd", amount: BigInt(costNanoUsd ?? 0) * YOCTO_PER_NANO },
    ];
    for (const { measure, amount } of of) {
      const place = largestKey(model, measure);
      if (amount > (largest.get(place) ?? 0n)) largest.set(place, amount);
    }
    lines.push(...of);
  }
  for (const { at, route, worst_case_usd: worst } of [...lost, ...open.values()]) {
    unknown.push(unknownCall(at.slice(0, 10), modelOfRoute.get(route) ?? route, worst));
  }
  const notes = spendNotes(totalNanoUsd, manifest);
  return { lines: summed(lines), unknown, largest, whose: "calls that the run sent", notes };
}

function unknownCall(day: string, model: string, worstUsd: number | undefined): UnknownCalls {
  const atMostYocto = BigInt(nanoUsdFromUsd(worstUsd ?? 0)) * YOCTO_PER_NANO;
  return { day, model, calls: 1, atMostYocto };
}

/** Two accounts of the same money: where they part, nothing below can be trusted. */
function spendNotes(totalNanoUsd: number, { spend }: RunManifest): readonly string[] {
  if (spend === undefined || nanoUsdFromUsd(spend.usd) === totalNanoUsd) return [];
  return [
    `run.json says that ${usdText(spend.usd)} was paid, the journal of attempts adds up to ${usdText(totalNanoUsd / 1e9)}`,
  ];
}

function tokenLines(
  day: string,
  model: string,
  tokens: Readonly<Record<TokenMeter, bigint>>,
): readonly InvoiceLine[] {
  const written = tokens.cache_write + tokens.cache_write_long;
  return [
    { day, model, measure: "input_tokens", amount: tokens.input },
    { day, model, measure: "cache_read_tokens", amount: tokens.cache_read },
    { day, model, measure: "cache_write_tokens", amount: written },
    { day, model, measure: "output_tokens", amount: tokens.output },
  ];
}

/** A line a day, model and measure: a run of a million calls has few of them. */
function summed(lines: readonly InvoiceLine[]): readonly InvoiceLine[] {
  const sums = new Map<string, InvoiceLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.day, line.model, invoiceMeasures.indexOf(line.measure)]);
    const before = sums.get(key)?.amount ?? 0n;
    sums.set(key, { ...line, amount: before + line.amount });
  }
  return [...sums.values()];
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
