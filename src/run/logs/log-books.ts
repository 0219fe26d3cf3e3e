import type { LogReplay } from "../../comparison/collector.ts";
import type { LogSetup } from "../../comparison/logs/log-setup.ts";
import type { LoggedGrade } from "../../comparison/logs/logged-grade.ts";
import { loggedName, loggedRouteOf } from "../../core/logged-route.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { wasSeen } from "../../providers/log-provider.ts";
import type { Session } from "../session.ts";
import { CostCheck } from "./cost-check.ts";
import { drawnShares } from "./drawn-shares.ts";
import { loggedGrade } from "./logged-grade-of.ts";
import { outcomeOfLog, type LogReader } from "./outcome-of-log.ts";
import { UncoveredList } from "./uncovered-list.ts";

/** What a run keeps of the request log that it replays, besides columns. */
export interface LogBooks {
  readonly replay: LogReplay;
  /** How the log served a record; absent: the record is none of a log. */
  observe(record: ReplayRecord): LoggedGrade | undefined;
  take(outcome: Outcome): void;
  /** What a comparison cannot read off its columns. */
  setup(): LogSetup;
  /** For the reader of the report: what the log names and the registry lacks. */
  warnings(): readonly string[];
  /** The list of what the log does not hold is whole after this. */
  close(): Promise<void>;
}

const MOST_LISTED = 5;

/** Absent: the run's outcomes do not come from a request log. */
export function openLogBooks(
  session: Pick<Session, "inputs" | "dataset" | "options" | "folder" | "world">,
): LogBooks | undefined {
  const { inputs, dataset, options, folder, world } = session;
  const { registry, scorer, arms, manifest } = inputs;
  const { log: summary, records } = dataset.summary;
  if (summary === undefined || (inputs.provider !== "log" && !options.onlyUncovered)) {
    return undefined;
  }
  const cost = manifest.log?.cost ?? "logged";
  const routeOf = loggedRouteOf(registry);
  const reader: LogReader = { routeOf, registry, scorer, cost };
  const costs = new CostCheck(registry, routeOf, cost);
  const unknownRoutes = new Map<string, number>();
  let [answers, unjudged] = [0, 0];
  const uncovered = new UncoveredList({
    records,
    repeats: options.repeat,
    policyKeys: arms.map(({ key }) => key),
    loggedName: ({ logged }) => {
      const first = logged?.attempts[0];
      return first && (routeOf(first) ?? loggedName(first));
    },
    file: { path: folder.uncovered, lineOf: (line) => world.redaction.line(line) },
  });
  return {
    replay: { isPartlyFresh: options.onlyUncovered },
    observe(record) {
      const { logged } = record;
      if (logged === undefined) return undefined;
      uncovered.observe(record);
      for (const attempt of logged.attempts) {
        costs.add(attempt);
        if (routeOf(attempt) !== undefined || !wasSeen(attempt)) continue;
        const name = loggedName(attempt);
        unknownRoutes.set(name, (unknownRoutes.get(name) ?? 0) + 1);
      }
      const served = outcomeOfLog(record, reader);
      if (served.ending.kind === "answered") {
        answers += 1;
        if (served.grade.score === undefined) unjudged += 1;
      }
      return loggedGrade(served, logged, routeOf);
    },
    take: (outcome) => void uncovered.take(outcome),
    setup: () => ({
      summary,
      costs: costs.agreement(),
      unjudged,
      unknownRoutes,
      drawn: arms.map(({ policy }) => drawnShares(policy, registry)),
      firstUncovered: uncovered.first(),
    }),
    warnings: () => [...unknownNames(unknownRoutes), ...withoutVerdict(unjudged, answers)],
    close: () => uncovered.close(),
  };
}

/** What nobody has judged is accepted by nobody. */
function withoutVerdict(unjudged: number, answers: number): readonly string[] {
  if (unjudged === 0) return [];
  return [
    `${unjudged} of ${answers} answers of the log are judged by no grader and count as not accepted: map the log's verdict, or write graders under scoring`,
  ];
}

function unknownNames(unknown: ReadonlyMap<string, number>): readonly string[] {
  const names = [...unknown].toSorted(([, a], [, b]) => b - a);
  if (names.length === 0) return [];
  const listed = names.slice(0, MOST_LISTED).map(([name, calls]) => `"${name}" (${calls} calls)`);
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : "";
  return [
    `the registry has no route for what the log calls ${listed.join(", ")}${more}: say which they are by log.routes in the manifest`,
  ];
}
