import { createCollector } from "../../comparison/collector.ts";
import { MixColumns } from "../../comparison/mix/mix-columns.ts";
import { compareLogs } from "../../comparison/unpaired/compare-logs.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { LogComparison } from "../../core/log-comparison.ts";
import type { Policy } from "../../core/policy.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import type { LoadedSide } from "../load-policies.ts";
import type { Progress } from "../progress.ts";
import type { World } from "../world.ts";
import { gradersOf, type BothLogs, type CheckedLog } from "./checked-log.ts";
import type { CompareLogsOptions } from "./compare-logs-options.ts";
import { incomparable, lackingTags } from "./incomparable-logs.ts";
import { reportFolder, type ReportFolder } from "./report-folder.ts";
import { takeServedLog } from "./take-served-log.ts";
import { loadLogInputs } from "./two-log-inputs.ts";

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
    isUnpaired: true,
  });
  progress.total = whole;
  progress.phase = "replaying";
  progress.replayingSinceMs = performance.now();
  const books = { collector, mix, registry: side.priced, drain, progress };
  let sharedIds = 0;
  const isNamed = !hasRowNumbers(control.manifest) && !hasRowNumbers(canary.manifest);
  // The canary first: until the control is read too, its ids are at hand.
  const ofCanary = await takeServedLog(
    canary,
    { arm: 1, set: isCanaryFirst ? 0 : 1, small },
    books,
    (id) => {
      if (isNamed && control.dataset.ordinalOf(id) !== undefined) sharedIds += 1;
    },
  );
  const ofControl = await takeServedLog(
    control,
    { arm: 0, set: isCanaryFirst ? 1 : 0, small },
    books,
  );
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

/** The policy asks its gates and decides nothing: whatever it would have chosen is not looked at. */
function asJudge(policy: Policy): Policy {
  return { ...policy, strategy: { kind: "pinned", route: policy.primaryRoute ?? "" } };
}

/** Their numbers name rows, and every log has a first one. */
function hasRowNumbers({ record: { id } }: Manifest): boolean {
  return typeof id === "object";
}
