import { HarnessError } from "../../core/harness-error.ts";
import type { QualityTable } from "../../core/quality-table.ts";
import type { StrategyContext } from "./prepared-strategy.ts";

/** The quality table of a strategy that cannot be without: reading its policy made sure of it. */
export function neededTable(strategy: string, { options }: StrategyContext): QualityTable {
  if (options.qualityTable !== undefined) return options.qualityTable;
  throw new HarnessError("bug", `the strategy ${strategy} was given no quality table`);
}
