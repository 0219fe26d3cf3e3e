import { didYouMean } from "../../core/nearest-name.ts";
import type { Policy } from "../../core/policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { QualityTable } from "../../core/quality-table.ts";
import type { Template } from "../template.ts";

/** A policy that reads a quality table, with the table. */
interface Reader {
  readonly policy: Policy;
  readonly qualityTable: QualityTable | undefined;
}

/** What a policy asks of its quality table and the table cannot say. */
export function qualityProblems(
  template: Template,
  { policy: { strategy }, qualityTable: table }: Reader,
): readonly Problem[] {
  if (table === undefined) return [];
  if (strategy.kind !== "cost_aware" && strategy.kind !== "scored") return [];
  const section = ["route_selection", strategy.kind];
  const problems: Problem[] = [];
  const { routes, task } = strategy;
  if (routes !== undefined && !routes.some((route) => table.routes.includes(route))) {
    const message = "the quality table knows none of the routes that the policy chooses from";
    const hint = `it knows ${table.routes.join(", ")}`;
    problems.push(template.problemAt([...section, "quality_table"], message, hint));
  }
  if (task !== undefined && table.tasks.length === 0) {
    const message = "task is asked for, and the quality table tells no tasks apart";
    const hint = "write the table with --by TAG, or leave task out";
    problems.push(template.problemAt([...section, "task"], message, hint));
  }
  if (strategy.kind === "scored") return problems;
  for (const { task: name } of strategy.floors) {
    if (table.tasks.includes(name)) continue;
    const message = `"${name}" is no task that the quality table knows`;
    const hint = didYouMean(name, table.tasks) ?? `it knows ${table.tasks.join(", ")}`;
    problems.push(template.problemAt([...section, "floors", name], message, hint));
  }
  if (strategy.floors.length > 0 && task === undefined) {
    const message = 'floors are given, and no "task" says which of them a record has';
    problems.push(template.problemAt([...section, "floors"], message, "write task: tags.NAME"));
  }
  if (strategy.bound === "lower")
    problems.push(...unboundedProblems(template, strategy.routes, table));
  return problems;
}

/** Routes that can never reach a floor, because nobody wrote a lower bound. */
function unboundedProblems(
  template: Template,
  routes: readonly string[],
  table: QualityTable,
): readonly Problem[] {
  const lacking = routes.filter((route) => {
    const entry = table.of(undefined, route);
    return entry !== undefined && entry.lower === undefined;
  });
  if (lacking.length === 0) return [];
  const message = `the quality table has no lower bound of ${lacking.join(", ")}`;
  const path = ["route_selection", "cost_aware", "bound"];
  return [template.problemAt(path, message, "write bound: estimate, or add lower to the table")];
}

/** What of a quality table is worth knowing without being wrong. */
export function qualityNotes({
  policy: { strategy },
  qualityTable: table,
}: Reader): readonly string[] {
  if (table === undefined) return [];
  if (strategy.kind !== "cost_aware" && strategy.kind !== "scored") return [];
  const notes: string[] = [];
  const unknown = (strategy.routes ?? []).filter((route) => !table.routes.includes(route));
  if (unknown.length > 0) {
    const effect =
      strategy.kind === "scored"
        ? "a quality that is not known counts as the worst"
        : "what is not known is never good enough";
    notes.push(`the quality table does not know ${unknown.join(", ")}: ${effect}`);
  }
  const tag = /^tags\.(\w+)$/.exec(strategy.task?.text.trim() ?? "")?.[1];
  if (tag !== undefined && table.task !== undefined && tag !== table.task) {
    notes.push(
      `tasks are read from tags.${tag}, and the quality table was made by "${table.task}"`,
    );
  }
  return notes;
}
