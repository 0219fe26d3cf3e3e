import type { RunManifest } from "../core/run-manifest.ts";

/** The command line that asks for the same run again. */
export function runCommand({ options, provider, seed }: RunManifest): string {
  const words = ["routeproof", "run", "--dataset", options.dataset, "--baseline", options.baseline];
  for (const candidate of options.candidates) words.push("--candidate", candidate);
  if (options.registry !== null) words.push("--registry", options.registry);
  if (options.prices !== undefined && options.prices !== null) {
    words.push("--prices", options.prices);
  }
  // An outcome table or a log is what its dataset offers by itself: no option names it.
  if (provider !== "table" && provider !== "log") words.push("--provider", provider);
  const { record = null, recordings = null, on_miss: onMiss = "fail" } = options;
  const { max_spend_usd: maxSpendUsd = null } = options;
  if (record !== null) words.push("--record", record);
  if (recordings !== null) words.push("--recordings", recordings);
  if (onMiss !== "fail") words.push("--on-miss", onMiss);
  if (maxSpendUsd !== null) words.push("--max-spend", String(maxSpendUsd));
  if (options.only_uncovered === true) words.push("--only-uncovered");
  if (options.limit !== null) words.push("--limit", String(options.limit));
  if (options.sample !== null) words.push("--sample", String(options.sample));
  for (const filter of options.filters) words.push("--filter", filter);
  words.push("--seed", String(seed));
  if (options.repeat !== 1) words.push("--repeat", String(options.repeat));
  if (options.speed !== undefined) words.push("--speed", String(options.speed));
  if (options.stop_early !== undefined) words.push("--stop-early", options.stop_early);
  words.push("--concurrency", String(options.concurrency));
  words.push("--max-error-rate", String(options.max_error_rate));
  if (options.strict) words.push("--strict");
  if (options.store_text !== "full") words.push("--store-text", options.store_text);
  return words.map(shellWord).join(" ");
}

/** A command of ours, ready to be pasted. */
export function toolCommand(...words: readonly string[]): string {
  return ["routeproof", ...words].map(shellWord).join(" ");
}

/** One word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
