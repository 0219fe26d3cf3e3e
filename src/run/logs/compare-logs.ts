import { createCollector, type Collector } from "../../comparison/collector.ts";
import { MixColumns } from "../../comparison/mix/mix-columns.ts";
import { compareLogs, type LogFacts } from "../../comparison/unpaired/compare-logs.ts";
import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { LogComparison } from "../../core/log-comparison.ts";
import type { SkippedFeature } from "../../core/mix-difference.ts";
import type { Policy } from "../../core/policy.ts";
import type { Registry } from "../../core/route.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import { readManifest, type Manifest } from "../../datasets/read-manifest.ts";
import { checkPolicy } from "../../policies/checks/check-policy.ts";
import { graderProblems } from "../grader-problems.ts";
import { loadPolicies, type LoadedSide } from "../load-policies.ts";
import { ProblemList } from "../problems.ts";
import type { Progress } from "../progress.ts";
import { tagProblems } from "../tag-problems.ts";
import type { World } from "../world.ts";
import type { CompareLogsOptions } from "./compare-logs-options.ts";
import { reportFolder, type ReportFolder } from "./report-folder.ts";
import { servedRecords } from "./served-log.ts";

/** One of the two logs, read once and found sound. */
interface CheckedLog {
  readonly manifest: Manifest;
  readonly dataset: CheckedDataset;
}

/**
 * Compares two request logs as they were served and asks a policy's gates of the canary against
 * the control. Nothing is decided anew and nothing is called. Throws `HarnessError` where an input
 * is not sound, before either log is read.
 */
export async function compareTwoLogs(
  options: CompareLogsOptions,
  world: Pick<World, "redaction" | "drain">,
  progress: Progress,
): Promise<LogComparison> {
  const { side, manifests } = await loadLogInputs(options, world);
  const folder = options.out === undefined ? undefined : reportFolder(options.out);
  const opened: CheckedLog[] = [];
  try {
    for (const manifest of manifests) {
      opened.push({ manifest, dataset: await check(manifest, options, world, folder) });
    }
    const [control, canary] = opened;
    if (control === undefined || canary === undefined) {
      throw new HarnessError("bug", "two logs were opened and are not there");
    }
    const found = await compareChecked({ control, canary }, side, options, world, progress);
    const comparison = world.redaction.json(found);
    folder?.write(comparison);
    return comparison;
  } catch (error) {
    folder?.discard();
    throw error;
  } finally {
    for (const { dataset } of opened) await dataset.close();
    await folder?.close();
  }
}

async function loadLogInputs(
  options: CompareLogsOptions,
  { redaction }: Pick<World, "redaction">,
): Promise<{ readonly side: LoadedSide; readonly manifests: readonly Manifest[] }> {
  const problems = new ProblemList();
  const manifests: Manifest[] = [];
  for (const file of [options.control, options.canary]) {
    const manifest = await problems.collect(() => readManifest(file));
    if (manifest === undefined) continue;
    manifests.push(manifest);
    problems.add(...graderProblems(manifest));
    if (manifest.kind !== "log") {
      problems.addPlain(
        `${file} is no request log, its kind is ${manifest.kind}`,
        "compare-logs reads what was served; to replay records use routeproof run",
      );
    }
  }
  const [side] = (await problems.collect(() =>
    loadPolicies([options.policy], { ...options, redaction }),
  )) ?? [undefined];
  if (side !== undefined) {
    const graders = manifests.flatMap(({ scoring }) => scoring.map(({ name }) => name));
    problems.add(...checkPolicy(side.loaded, side.registry, graders));
    for (const manifest of manifests) problems.add(...tagProblems([side.loaded], manifest));
  }
  if (problems.all.length > 0 || side === undefined) {
    throw invalidInput("the logs cannot be compared", problems.all);
  }
  return { side, manifests };
}

function check(
  manifest: Manifest,
  { seed, strict }: CompareLogsOptions,
  { redaction }: Pick<World, "redaction">,
  folder: ReportFolder | undefined,
): Promise<CheckedDataset> {
  return checkDataset(manifest, {
    limit: undefined,
    sample: undefined,
    seed,
    filters: [],
    strict,
    onRejected: (row) => folder?.reject(redaction.line(row)),
  });
}

type BothLogs = Readonly<Record<"control" | "canary", CheckedLog>>;

async function compareChecked(
  logs: BothLogs,
  side: LoadedSide,
  options: CompareLogsOptions,
  { drain }: Pick<World, "drain">,
  progress: Progress,
): Promise<LogComparison> {
  const { control, canary } = logs;
  if (control.dataset.summary.sha256 === canary.dataset.summary.sha256) {
    throw new HarnessError("invalid-input", "the control and the canary are the same log", {
      hint: "name two logs, of other requests each",
    });
  }
  const [first, second] = [control, canary].map(({ dataset }) => dataset.summary);
  const tags = [first?.tagNames ?? [], second?.tagNames ?? []] as const;
  const shared = tags[0].filter((name) => tags[1].includes(name));
  const sizes = [first?.records ?? 0, second?.records ?? 0] as const;
  // Columns reach from the first record to the last of an arm: the smaller log first, they are short.
  const isCanaryFirst = sizes[1] < sizes[0];
  const small = Math.min(...sizes);
  const whole = sizes[0] + sizes[1];
  const mix = new MixColumns(small, whole - small, shared);
  const policy = asJudge(side.policy);
  const collector = createCollector({
    records: whole,
    repeats: 1,
    arms: [
      { key: "control", policy, records: isCanaryFirst ? whole : small },
      { key: "canary", policy, records: isCanaryFirst ? small : whole },
    ],
    graders: [...new Set([control, canary].flatMap(({ manifest }) => gradersOf(manifest)))],
    tagNames: [...new Set([...tags[0], ...tags[1]])],
    routesKnown: [],
    log: { isPartlyFresh: false },
  });
  progress.total = whole;
  progress.phase = "replaying";
  progress.replayingSinceMs = performance.now();
  const books = { collector, mix, registry: side.priced, drain, progress };
  let sharedIds = 0;
  const isNamed = !hasRowNumbers(control.manifest) && !hasRowNumbers(canary.manifest);
  // The canary first: until the control is read too, its ids are at hand.
  const ofCanary = await collect(
    canary,
    { arm: 1, set: isCanaryFirst ? 0 : 1, small },
    books,
    (id) => {
      if (isNamed && control.dataset.ordinalOf(id) !== undefined) sharedIds += 1;
    },
  );
  const ofControl = await collect(control, { arm: 0, set: isCanaryFirst ? 1 : 0, small }, books);
  progress.phase = "comparing";
  return compareLogs(collector, {
    control: ofControl,
    canary: ofCanary,
    expectedShare: options.share,
    mix,
    controlSet: isCanaryFirst ? "second" : "first",
    skipped: lackingTags(tags),
    sharedIds,
    incomparable: incomparable(logs),
    seed: options.seed,
  });
}

interface LogBooks {
  readonly collector: Collector;
  readonly mix: MixColumns;
  readonly registry: Registry;
  readonly drain: AbortSignal;
  readonly progress: Progress;
}

/** Where one log stands among both: as which arm, and as which set of records. */
interface Place {
  readonly arm: 0 | 1;
  readonly set: 0 | 1;
  /** Records of the first set. */
  readonly small: number;
}

/** Takes one log into the columns of both. */
async function collect(
  { manifest, dataset }: CheckedLog,
  { arm, set, small }: Place,
  { collector, mix, registry, drain, progress }: LogBooks,
  onId: (id: string) => void = () => undefined,
): Promise<LogFacts> {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for await (const batch of servedRecords(manifest, dataset, registry)) {
    if (drain.aborted) {
      throw new HarnessError("interrupted", "interrupted before both logs were read", {
        hint: "nothing was written; do the same again",
      });
    }
    for (const { record, outcome, grade } of batch) {
      const ordinal = set === 0 ? record.ordinal : small + record.ordinal;
      onId(record.id);
      mix.observe(record, set);
      collector.observe({ ...record, ordinal }, undefined, grade);
      collector.add({ ...outcome, ordinal, arm });
      firstMs = Math.min(firstMs, record.arrivedAtMs ?? Infinity);
      lastMs = Math.max(lastMs, record.arrivedAtMs ?? -Infinity);
    }
    progress.done += batch.length;
  }
  // What was kept to read the records again is as large as what the comparison needs.
  await dataset.close();
  const { name, kind, sha256, records, rejected, excluded, log } = dataset.summary;
  return {
    dataset: { name, kind, sha256, records, rejected, excluded },
    firstArrivalMs: Number.isFinite(firstMs) ? firstMs : undefined,
    lastArrivalMs: Number.isFinite(lastMs) ? lastMs : undefined,
    summary: log,
    warnings: dataset.summary.warnings,
  };
}

/** The policy asks its gates and decides nothing: whatever it would have chosen is not looked at. */
function asJudge(policy: Policy): Policy {
  return { ...policy, strategy: { kind: "pinned", route: policy.primaryRoute ?? "" } };
}

/** Their numbers name rows, and every log has a first one. */
function hasRowNumbers({ record: { id } }: Manifest): boolean {
  return typeof id === "object";
}

function gradersOf({ scoring }: Manifest): readonly string[] {
  return scoring.map(({ name }) => name);
}

function lackingTags([first, second]: readonly [
  readonly string[],
  readonly string[],
]): readonly SkippedFeature[] {
  return [
    ...first
      .filter((name) => !second.includes(name))
      .map((feature) => ({ feature, because: "the canary has no such tag" })),
    ...second
      .filter((name) => !first.includes(name))
      .map((feature) => ({ feature, because: "the control has no such tag" })),
  ];
}

/** What makes figures of the two logs figures of different things. */
function incomparable({ control, canary }: BothLogs): readonly string[] {
  const [one, other] = [control.manifest, canary.manifest];
  const reasons: string[] = [];
  if (gradingOf(one) !== gradingOf(other)) {
    const names = (manifest: Manifest): string => gradersOf(manifest).join(", ") || "nothing";
    reasons.push(
      `the logs are graded by other graders: the control by ${names(one)}, the canary by ${names(other)}, or with other options`,
    );
  }
  if (one.log?.cost !== other.log?.cost) {
    reasons.push(
      `the costs are not the same figure: ${one.log?.cost} in the control, ${other.log?.cost} in the canary (log.cost in the manifests)`,
    );
  }
  return reasons;
}

function gradingOf({ scoring, minScore }: Manifest): string {
  return JSON.stringify([scoring, minScore]);
}
