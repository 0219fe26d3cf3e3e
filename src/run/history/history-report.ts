import type { HistoryLine } from "../../core/history-line.ts";
import type {
  HistoryChange,
  HistoryPoint,
  HistoryReport,
  PolicyHistory,
} from "../../core/history-report.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import { readHistory } from "./history-file.ts";

/** What is asked of an index. */
export interface HistoryAsked {
  /** Runs of each policy, counted from the last. */
  readonly last: number;
  readonly policy: string | undefined;
  readonly route: string | undefined;
}

/** One policy's part of a line. */
interface Seen {
  readonly line: HistoryLine;
  readonly isCandidate: boolean;
}

/** Throws `HarnessError` where the index is empty, or holds no such policy or route. */
export function historyReport(file: string, asked: HistoryAsked): HistoryReport {
  const { lines, notes } = readHistory(file);
  if (lines.length === 0) {
    throw new HarnessError("invalid-input", `${file}: no run is in the history`, {
      hint: "every finished run adds itself; add a kept one: routeproof history --add RUN",
    });
  }
  const all = [...seriesOf(lines)].map(([, seen]) => historyOf(seen, asked.last));
  const policies = all.filter(
    ({ policy }) => asked.policy === undefined || policy === asked.policy,
  );
  if (policies.length === 0) {
    throw unknownName("--policy", asked.policy!, [...new Set(all.map(({ policy }) => policy))]);
  }
  return { index: file, policies: withRoute(policies, asked.route), notes };
}

/** Candidates of a dataset before the baselines, each by name; a run that has a policy twice, once. */
function seriesOf(lines: readonly HistoryLine[]): ReadonlyMap<string, readonly Seen[]> {
  const series = new Map<string, Map<string, Seen>>();
  const see = (policy: string, seen: Seen): void => {
    const key = JSON.stringify([policy, seen.line.dataset.name]);
    const runs = series.get(key) ?? new Map<string, Seen>();
    series.set(key, runs);
    if (seen.isCandidate || !runs.has(seen.line.run_id)) runs.set(seen.line.run_id, seen);
  };
  for (const line of lines) {
    see(line.candidate, { line, isCandidate: true });
    see(line.baseline, { line, isCandidate: false });
  }
  const everCandidate = ([, runs]: readonly [string, ReadonlyMap<string, Seen>]): string =>
    [...runs.values()].some(({ isCandidate }) => isCandidate) ? "0" : "1";
  const ordered = [...series].toSorted((one, other) =>
    everCandidate(one) + one[0] < everCandidate(other) + other[0] ? -1 : 1,
  );
  return new Map(ordered.map(([key, runs]) => [key, [...runs.values()]]));
}

function historyOf(seen: readonly Seen[], last: number): PolicyHistory {
  const [first] = seen;
  const points = seen.map((one, index) => pointOf(one, seen[index - 1]));
  return {
    policy: nameOf(first!),
    dataset: first!.line.dataset.name,
    runs: points.slice(-last),
  };
}

function nameOf({ line, isCandidate }: Seen): string {
  return isCandidate ? line.candidate : line.baseline;
}

function pointOf(seen: Seen, before: Seen | undefined): HistoryPoint {
  const { line, isCandidate } = seen;
  return {
    run_id: line.run_id,
    folder: line.folder,
    started_at: line.started_at,
    verdict: isCandidate ? line.verdict : null,
    complete: line.status === "complete",
    figures: line.arms[nameOf(seen)]!,
    changed: before === undefined ? [] : changesOf(before, seen),
  };
}

function changesOf(before: Seen, after: Seen): readonly HistoryChange[] {
  const versionOf = (seen: Seen) => seen.line.arms[nameOf(seen)]?.version;
  const [was, is] = [before.line, after.line];
  const changes: readonly (readonly [HistoryChange, boolean])[] = [
    ["policy", versionOf(before) !== versionOf(after)],
    [
      "dataset",
      was.dataset.sha256 !== is.dataset.sha256 || was.dataset.records !== is.dataset.records,
    ],
    ["graders", was.graders_sha256 !== is.graders_sha256],
    ["prices", was.prices_sha256 !== is.prices_sha256],
    ["source", sourceOf(was) !== sourceOf(is)],
    ["tool", was.tool_version !== is.tool_version],
    ["override", after.isCandidate && (is.overrides ?? 0) > (was.overrides ?? 0)],
  ];
  return changes.filter(([, isChanged]) => isChanged).map(([change]) => change);
}

/** Another seed draws other simulated answers. */
function sourceOf({ provider, seed }: HistoryLine): string {
  return provider === "simulated" ? `simulated by ${seed}` : provider;
}

function withRoute(
  policies: readonly PolicyHistory[],
  route: string | undefined,
): readonly PolicyHistory[] {
  if (route === undefined) return policies;
  const namesOf = ({ runs }: PolicyHistory) =>
    runs.flatMap(({ figures }) => Object.keys(figures.routes));
  const using = policies.filter((policy) => namesOf(policy).includes(route));
  if (using.length === 0) {
    throw unknownName("--route", route, [...new Set(policies.flatMap(namesOf))].toSorted());
  }
  return using.map((policy) => ({
    ...policy,
    runs: policy.runs.map((run) => ({ ...run, figures: ofRoute(run.figures, route) })),
  }));
}

function ofRoute(figures: HistoryPoint["figures"], route: string): HistoryPoint["figures"] {
  const own = Object.entries(figures.routes).filter(([name]) => name === route);
  return { ...figures, routes: Object.fromEntries(own) };
}

function unknownName(option: string, name: string, known: readonly string[]): HarnessError {
  return new HarnessError("invalid-input", `${option} ${name}: the history has none of that name`, {
    hint: didYouMean(name, known) ?? `it has ${known.join(", ")}`,
  });
}
