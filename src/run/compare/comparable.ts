import { canonicalJson } from "../../core/canonical-json.ts";
import type { RunManifest, RunPrice } from "../../core/run-manifest.ts";
import type { KeptRun } from "./kept-run.ts";

/** Something that keeps two runs from being held against each other. */
export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** How to get two runs that agree on it. */
  readonly hint: string;
}

const SHORT_HASH = 12;

/**
 * What differs between two runs that must not: all of it, in the order in which it is best mended.
 * Policies may differ, for that is what is asked. Empty: the runs can be compared.
 */
export function differences(before: KeptRun, after: KeptRun): readonly Difference[] {
  const found: Difference[] = [];
  const check = (what: string, of: (run: KeptRun) => string, hint: string): void => {
    const [was, is] = [of(before), of(after)];
    if (was !== is) found.push({ what, before: was, after: is, hint });
  };
  found.push(...unfinished(before, after));
  check("dataset", datasetOf, "run both policies on one dataset");
  check("selection of records", selectionOf, "run both with the same --limit, --sample, --filter");
  check("repeats", ({ comparison }) => String(comparison.repeats), "run both with one --repeat");
  check("graders", gradersOf, "judge both by one version of the dataset's scoring");
  check("source of answers", sourceOf, "run both on answers of one kind");
  check("pace", paceOf, "run both with the same --speed and --concurrency");
  found.push(...priceDifferences(before, after));
  return found;
}

/** One difference on a line, for a message. */
export function differenceText({ what, before, after }: Difference): string {
  return `${what}: ${before} in the first, ${after} in the second`;
}

/** A run that is not whole cannot be made up for by another one. */
function unfinished(...runs: readonly KeptRun[]): readonly Difference[] {
  const stateOf = ({ manifest, comparison }: KeptRun): string =>
    comparison.stopped_early === undefined ? manifest.status : "stopped early";
  const [before = "", after = ""] = runs.map(stateOf);
  if (before === "complete" && after === "complete") return [];
  return [
    { what: "state", before, after, hint: "both runs must be complete, to their last record" },
  ];
}

function datasetOf({ comparison: { dataset } }: KeptRun): string {
  return `${dataset.name} ${short(dataset.sha256)}`;
}

function selectionOf({ manifest, comparison }: KeptRun): string {
  const { limit, sample, filters } = manifest.options;
  const parts = [
    ...(limit === null ? [] : [`limit ${limit}`]),
    ...(sample === null ? [] : [`sample ${sample} by seed ${manifest.seed}`]),
    ...filters.map((filter) => `filter ${filter}`),
    `${comparison.dataset.records} records`,
  ];
  return parts.join(", ");
}

/** A run that does not say what judged it is held to its manifest, which holds the graders. */
function gradersOf({ manifest }: KeptRun): string {
  const { graders, inputs } = manifest;
  if (graders !== undefined) return `${graders.names.join(", ")} (${short(graders.sha256)})`;
  const dataset = inputs.find(({ role }) => role === "dataset");
  return `those of the manifest ${short(dataset?.sha256 ?? "unknown")}`;
}

function sourceOf({ manifest }: KeptRun): string {
  const { provider, options, seed } = manifest;
  switch (provider) {
    case "simulated":
      return `simulated by seed ${seed}`;
    case "recorded":
      return `recordings in ${options.recordings ?? "unknown"}, else ${options.on_miss ?? "fail"}`;
    case "table":
    case "log":
    case "live":
      return provider;
  }
}

/** What a policy that reads its past did depends on how many calls were under way. */
function paceOf({ manifest: { options, timeline } }: KeptRun): string {
  if (options.speed !== undefined) {
    return `arrivals at speed ${options.speed}, ${options.concurrency} at a time`;
  }
  return timeline === undefined ? "closed loop" : `closed loop, ${options.concurrency} at a time`;
}

function priceDifferences(before: KeptRun, after: KeptRun): readonly Difference[] {
  const [was, is] = [before.manifest.prices, after.manifest.prices];
  const moved = Object.keys(was).filter(
    (route) => route in is && priceParts(was[route]) !== priceParts(is[route]),
  );
  return moved.map((route) => ({
    what: `price of route ${route}`,
    before: priceText(was[route]),
    after: priceText(is[route]),
    hint: `see what ${before.folder} costs at other prices: routeproof report ${before.folder} --prices FILE; to compare, run it again at today's`,
  }));
}

/** Where a price comes from is not part of it. */
function priceParts(price: RunPrice | null | undefined): string {
  return canonicalJson(price ? { ...price, source: undefined } : null);
}

function priceText(price: RunManifest["prices"][string] | undefined): string {
  if (!price) return "unknown";
  const { input_per_mtok_usd: input, output_per_mtok_usd: output, per_request_usd: call } = price;
  const tokens = `$${input ?? "?"} in, $${output ?? "?"} out per million tokens`;
  return call === 0 ? tokens : `${tokens}, $${call} a request`;
}

function short(sha256: string): string {
  return sha256.replace("sha256:", "").slice(0, SHORT_HASH);
}
