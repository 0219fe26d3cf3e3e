import type { Command } from "commander";
import type { CommandContext } from "./command-context.ts";

/** A command as the list of commands shows it; what else it takes is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** What gives the command its arguments, its options and its action. */
  readonly load: () => Promise<(command: Command, context: CommandContext) => void>;
}

/** Every command, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: "plan",
    summary: "what a run could show, and what it would cost and take, before anything is called",
    load: async () => (await import("./plan-command.ts")).definePlan,
  },
  {
    name: "aa",
    summary: "a policy against itself, repeated: how often its gates flip by chance alone",
    load: async () => (await import("./aa-command.ts")).defineAa,
  },
  {
    name: "run",
    summary: "replay a dataset through a baseline and candidates, compare, decide, report",
    load: async () => (await import("./run-command.ts")).defineRun,
  },
  {
    name: "record",
    summary: "ask routes for every record once and keep the answers: then every policy is free",
    load: async () => (await import("./record-command.ts")).defineRecord,
  },
  {
    name: "import",
    summary: "turn a foreign request log into a dataset",
    load: async () => (await import("./import-command.ts")).defineImport,
  },
  {
    name: "check",
    summary: "validate policies, registry, dataset manifests and data",
    load: async () => (await import("./check-command.ts")).defineCheck,
  },
  {
    name: "drill",
    summary: "inject each failure that a policy names and check that it does what is written",
    load: async () => (await import("./drill-command.ts")).defineDrill,
  },
  {
    name: "report",
    summary: "write the reports of a kept run again",
    load: async () => (await import("./report-command.ts")).defineReport,
  },
  {
    name: "reconcile",
    summary: "hold what a run used against a provider's export, by day, model and token kind",
    load: async () => (await import("./reconcile-command.ts")).defineReconcile,
  },
  {
    name: "show",
    summary: "one record, baseline and candidate side by side",
    load: async () => (await import("./show-command.ts")).defineShow,
  },
  {
    name: "compare",
    summary: "the policy of one kept run against that of another, without a call",
    load: async () => (await import("./compare-command.ts")).defineCompare,
  },
  {
    name: "history",
    summary: "the last runs by policy and route: trends, verdicts, and what changed",
    load: async () => (await import("./history-command.ts")).defineHistory,
  },
  {
    name: "promote",
    summary: "archive a run's candidate with its evidence, and enter who decided and why",
    load: async () => (await import("./promote-command.ts")).definePromote,
  },
  {
    name: "rollback",
    summary: "name the promoted version before, and enter who goes back to it and why",
    load: async () => (await import("./promote-command.ts")).defineRollback,
  },
  {
    name: "explain",
    summary: "what a policy decides on records, and why; or why records of a run changed route",
    load: async () => (await import("./explain-command.ts")).defineExplain,
  },
  {
    name: "diff",
    summary: "what changed between two policies, with the review questions answered",
    load: async () => (await import("./diff-command.ts")).defineDiff,
  },
  {
    name: "tune",
    summary: "sweep a policy's settings over known outcomes: the cost-quality frontier",
    load: async () => (await import("./tune-command.ts")).defineTune,
  },
  {
    name: "compare-logs",
    summary: "hold a canary's request log against a control's: split, mix, gates, verdict",
    load: async () => (await import("./compare-logs-command.ts")).defineCompareLogs,
  },
  {
    name: "drift",
    summary: "is a golden set like a request log: tags, language, length, hour, routes",
    load: async () => (await import("./drift-command.ts")).defineDrift,
  },
];
