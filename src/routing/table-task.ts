import type { ConditionSource } from "../core/condition-source.ts";
import type { QualityTable } from "../core/quality-table.ts";
import type { RequestView } from "../core/request-view.ts";
import { requestText } from "./policy-expression.ts";

/** Which line of a quality table speaks of a record; absent: the one for all tasks. */
export type TableTask = string | undefined;

/** Stands for every task that a table does not know: no task has an empty name. */
export const unknownTask = "";

/** Reads a record's task; `name` is what messages call the expression. */
export function taskReader(
  name: string,
  source: ConditionSource | undefined,
  table: QualityTable | undefined,
): (view: RequestView) => TableTask {
  if (source === undefined) return () => undefined;
  const read = requestText(name, source);
  const tasks = new Set(table?.tasks);
  return (view) => {
    const task = read(view);
    return tasks.has(task) ? task : unknownTask;
  };
}

/** Every task that `taskReader` may give. */
export function tasksOf(table: QualityTable | undefined): readonly TableTask[] {
  return [undefined, unknownTask, ...(table?.tasks ?? [])];
}

/** A task at the end of a reason; nothing where tasks are not told apart. */
export function atTask(task: TableTask): string {
  if (task === undefined) return "";
  return task === unknownTask ? " at a task that the quality table does not know" : ` at "${task}"`;
}
