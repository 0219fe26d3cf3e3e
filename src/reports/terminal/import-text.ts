import type { LogSummary } from "../../core/log-summary.ts";
import { countText, usdText } from "../numbers.ts";
import { terminalText } from "./terminal-text.ts";

const MOST_NAMES = 12;

/** What an import read, for people: every figure that it could not keep is among them. */
export function importText({ log, rejected, warnings }: ImportedLog, manifest: string): string {
  const lines = [
    `${countText(log.lines)} lines of ${log.format}: ${counted(log.requests, "request")} with ${counted(log.attempts, "call")}`,
    ...notes(log, rejected),
    ...costLines(log.cost),
    ...named("skipped, no calls", log.skipped),
    ...named("failed calls", log.errors),
    ...unmappedLines(log),
    ...warnings,
    `dataset: ${manifest}`,
  ];
  return `${lines.map(terminalText).join("\n")}\n`;
}

/** What of an import's report is told. */
export interface ImportedLog {
  readonly log: LogSummary;
  readonly rejected: number;
  readonly warnings: readonly string[];
}

function notes(log: LogSummary, rejected: number): readonly string[] {
  const facts: readonly (readonly [number, string])[] = [
    [log.folded, "calls joined to an earlier one of their request"],
    [log.unseen_attempts, "earlier calls that rows tell of and that have no row"],
    [log.missing_answers, "requests with neither an answer nor an error: counted as failed"],
    [log.redacted, "requests without their prompt: they count, and cannot be called again"],
    [log.cache_hits, "calls answered by a cache: their latency is no model's"],
    [log.tokens.unknown_attempts, "calls whose tokens are not known"],
    [log.without_arrival, "requests that do not say when they arrived"],
    [rejected, "rows that could not be read: rejected.jsonl"],
  ];
  return facts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `  ${countText(count)} ${what}`);
}

function costLines({
  logged_usd: usd,
  logged_attempts,
  unknown_attempts,
  recomputed,
}: LogSummary["cost"]) {
  const unknown = unknown_attempts === 0 ? "" : `, unknown for ${countText(unknown_attempts)}`;
  const logged = `logged cost      ${usdText(usd)} for ${counted(logged_attempts, "call")}${unknown}`;
  if (recomputed === undefined) return [logged];
  const { both } = recomputed;
  const unlisted =
    recomputed.unknown_attempts === 0
      ? ""
      : `, unknown for ${countText(recomputed.unknown_attempts)}`;
  return [
    logged,
    `recomputed cost  ${usdText(recomputed.usd)} for ${counted(recomputed.attempts, "call")} at list prices${unlisted}`,
    ...(both.attempts === 0
      ? []
      : [
          `where both are known: ${usdText(both.logged_usd)} logged, ${usdText(both.recomputed_usd)} recomputed; ${countText(both.differ_by_1pct)} of ${counted(both.attempts, "call")} differ by more than 1%`,
        ]),
    ...named("models without a list price", recomputed.unknown_models),
  ];
}

function unmappedLines({ unmapped, unmapped_left_out: leftOut }: LogSummary): readonly string[] {
  const lines = named("fields that are not read", unmapped);
  return leftOut === 0 ? lines : [...lines, `  and at least ${countText(leftOut)} fields more`];
}

function named(what: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const entries = Object.entries(counts);
  if (entries.length === 0) return [];
  const shown = entries
    .slice(0, MOST_NAMES)
    .map(([name, count]) => `${name} (${countText(count)})`);
  const rest = entries.length - shown.length;
  return [`${what}: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more in import.json` : ""}`];
}

function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? "" : "s"}`;
}
