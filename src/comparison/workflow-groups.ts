import type { RecordColumns } from "./record-columns.ts";

/** No record of the workflow was seen yet. */
const UNSEEN = -1;

/**
 * By workflow the group that all its records share; one whose records share none is a group of
 * its own, with a code that no other has. Absent: no record has a group, or none a workflow.
 */
export function groupsOfWorkflows(records: RecordColumns): Int32Array | undefined {
  const workflows = records.workflows.identities();
  const groups = records.groups.identities();
  if (workflows === undefined || groups === undefined) return undefined;
  const found = new Int32Array(workflows.count).fill(UNSEEN);
  for (let ordinal = 0; ordinal < records.records; ordinal += 1) {
    const workflow = workflows.codes[ordinal]!;
    if (workflow < 0) continue;
    const own = groups.count + workflow;
    const group = groups.codes[ordinal]! < 0 ? own : groups.codes[ordinal]!;
    const before = found[workflow]!;
    found[workflow] = before === UNSEEN || before === group ? group : own;
  }
  return found;
}
