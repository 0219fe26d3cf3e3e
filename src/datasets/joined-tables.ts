import type { Problem } from "../core/problem.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { isExcluded } from "./exclusion.ts";
import { incompleteReason, joinColumns, joinFragments, type JoinRules } from "./joined-record.ts";
import { readRecord, type Notices, type RowContext } from "./read-record.ts";
import { recordIntake } from "./record-intake.ts";
import { planRecord, type RecordPlan } from "./record-plan.ts";
import type { Selection } from "./selection.ts";
import type { Fragment } from "./row-fragment.ts";
import { spoolRows, type RecordRows, type SpooledRows } from "./spooled-rows.ts";
import { BATCH_RECORDS, type ScanSetup, type TableScan } from "./table-scan.ts";
import type { Cell } from "./table-row.ts";

/**
 * Checks tables in which a record's rows may stand anywhere: they are set aside in groups of
 * records, so that one group at a time is joined in memory, now and again to replay.
 */
export async function scanJoinedTables(setup: ScanSetup): Promise<TableScan> {
  const plan = planRecord(setup.manifest, (column) => setup.wanted.names.indexOf(column));
  const spooled = await spoolRows(setup);
  try {
    return await checkJoined(setup, plan, spooled);
  } catch (error) {
    await spooled.close();
    throw error;
  }
}

async function checkJoined(
  setup: ScanSetup,
  plan: RecordPlan,
  spooled: SpooledRows,
): Promise<TableScan> {
  const { rejections, notices } = setup;
  const intake = recordIntake(spooled.ids, setup.options);
  const differing = new Map<string, number>();
  const context: RowContext = { fault: rejections.fault, notices };
  const rules = joinRules(setup, plan, context, rejections.addProblem, (name) => {
    differing.set(name, (differing.get(name) ?? 0) + 1);
  });
  for await (const rows of spooled.records()) {
    const { record, cells } = recordOf(plan, rows, 0, rules, context);
    const because = incompleteReason(plan, record);
    if (because !== undefined) rejections.fault(because.column, because.reason);
    if (rejections.hasFault()) {
      intake.skip();
      const { file, line } = rules.placeOf(rows.first);
      const done = rejections.rejectForFaults(file, line);
      if (done !== undefined) await done;
    } else intake.take(record, isExcluded(plan, cells, setup.lists));
    if (rejections.isFull) break;
  }
  const isWide = plan.long === undefined;
  return {
    ids: spooled.ids,
    intake,
    rows: spooled.rows,
    routes: isWide ? plan.wide.map(({ route }) => route) : spooled.routes,
    warnings: [...differing].map(
      ([name, count]) =>
        `"${name}" differs between the rows of ${count} records: the first row's counts`,
    ),
    hashes: spooled.hashes,
    read: (selection) => readAgain(setup, plan, spooled, selection),
    close: spooled.close,
  };
}

async function* readAgain(
  setup: ScanSetup,
  plan: RecordPlan,
  spooled: SpooledRows,
  selection: Selection,
): AsyncGenerator<readonly ReplayRecord[]> {
  const notices: Notices = { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() };
  const context: RowContext = { fault: () => undefined, notices };
  const rules = joinRules(
    setup,
    plan,
    context,
    () => undefined,
    () => undefined,
  );
  let batch: ReplayRecord[] = [];
  for await (const rows of spooled.records()) {
    const ordinal = selection.ordinalOf(rows.number);
    if (ordinal === -1) continue;
    batch.push(recordOf(plan, rows, ordinal, rules, context).record);
    if (batch.length < BATCH_RECORDS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function joinRules(
  { manifest, wanted }: ScanSetup,
  plan: RecordPlan,
  { fault }: RowContext,
  problem: (problem: Problem) => void,
  differs: (name: string) => void,
): JoinRules {
  const placeOf = ({ file, line }: Fragment) => ({ file: manifest.dataFiles[file] ?? "", line });
  const columns = joinColumns(wanted);
  return { plan, columns, names: wanted.names, placeOf, fault, problem, differs };
}

function recordOf(
  plan: RecordPlan,
  { fragments, first }: RecordRows,
  ordinal: number,
  rules: JoinRules,
  context: RowContext,
): { readonly record: ReplayRecord; readonly cells: readonly Cell[] } {
  const { cells, outcomes } = joinFragments(fragments, rules);
  const { file, line } = rules.placeOf(first);
  const identity = { ordinal, id: first.id, source: `${file}:${line}`, outcomes };
  return { record: readRecord(plan, cells, identity, context), cells };
}
