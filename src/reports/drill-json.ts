import { isWrittenTransition, type DrillReport } from "../core/drill-report.ts";

/** What `drill --json` prints: the same rows, by fields. */
export function drillJson(reports: readonly DrillReport[]): string {
  const drills = reports.map(({ policy, file, version, against, standIns, rows }) => ({
    policy,
    file,
    version: version ?? null,
    against,
    stand_ins: standIns,
    written_transitions: rows.filter(isWrittenTransition).length,
    rows: rows.map((row) => ({
      kind: row.kind,
      id: row.id,
      promised: row.promised,
      place: row.place ?? null,
      is_written_transition: isWrittenTransition(row),
      injected: row.drills,
      seen: row.seen,
      status: row.status,
      because: row.because,
    })),
  }));
  return `${JSON.stringify({ drills }, null, 2)}\n`;
}
