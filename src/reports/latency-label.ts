import type { RunManifest } from "../core/run-manifest.ts";
import type { RunReport } from "./run-report.ts";

/** What a latency of a provider that is not live stands for. */
const origins: Readonly<Record<Exclude<RunManifest["provider"], "live">, string>> = {
  table: ", as the outcome table holds it",
  recorded: ", as recorded",
  simulated: ", as simulated",
  log: ", as logged",
};

/**
 * What the latencies of a run measure, such as "service time at concurrency 8, as recorded". A
 * replay that keeps so many requests under way sends less when a provider stalls: what users would
 * have waited is not in it.
 */
export function latencyLabel({ comparison, manifest }: RunReport): string {
  const { provider, options } = manifest;
  const origin = provider === "live" ? "" : origins[provider];
  const slots = comparison.pace?.slots ?? options.concurrency;
  return `service time at concurrency ${slots}${origin}`;
}
