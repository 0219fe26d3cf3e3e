import { badUsage, dollars, oneOf } from "./option-values.ts";
import type { RunFlags } from "./run-flags.ts";
import type { RunOptions } from "./run-options.ts";

export const onMissNames = ["fail", "live", "simulate"] as const;
export type OnMiss = (typeof onMissNames)[number];

type Source = Pick<
  RunOptions,
  "provider" | "record" | "recordings" | "onMiss" | "maxSpendNanoUsd" | "onlyUncovered"
>;

/** Where answers come from, and what that may cost. */
export function resolveSource(flags: RunFlags): Source {
  const { record, recordings } = flags;
  const onMiss = oneOf("--on-miss", flags.onMiss, onMissNames);
  const named = oneOf("--provider", flags.provider, ["live", "recorded", "simulated"] as const);
  const provider = named === "recorded" || named === undefined ? fromRecords(named, flags) : named;
  if (onMiss !== undefined && provider !== "recorded") {
    throw badUsage("--on-miss goes with --recordings DIR", "it says what answers instead");
  }
  if (recordings !== undefined && provider !== "recorded") {
    throw badUsage(
      `--recordings does not go with --provider ${provider}`,
      "use --record DIR to keep the answers of live calls",
    );
  }
  const maySpend = provider === "live" || onMiss === "live";
  if (record !== undefined && !maySpend) {
    throw badUsage("--record goes with --provider live", "only live answers can be recorded");
  }
  const maxSpendNanoUsd = dollars("--max-spend", flags.maxSpend);
  if (maxSpendNanoUsd !== undefined && !maySpend) {
    throw badUsage("--max-spend goes with --provider live", "nothing else costs money");
  }
  const onlyUncovered = flags.onlyUncovered ?? false;
  if (onlyUncovered && provider !== "live") {
    throw badUsage(
      "--only-uncovered goes with --provider live",
      "it calls the models for what a request log does not hold",
    );
  }
  return { provider, record, recordings, onMiss: onMiss ?? "fail", maxSpendNanoUsd, onlyUncovered };
}

/** An outcome table is a recording of every route; which it is shows when the dataset is read. */
function fromRecords(
  named: "recorded" | undefined,
  { recordings }: RunFlags,
): RunOptions["provider"] {
  if (recordings !== undefined) return "recorded";
  return named === "recorded" ? "table" : "auto";
}
