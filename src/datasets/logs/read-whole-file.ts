import { HarnessError } from "../../core/harness-error.ts";
import { logRows } from "./log-rows.ts";
import type { IntakeSetup, LogFile, LogIntake } from "./log-intake.ts";
import type { RowPartsReader } from "./row-parts.ts";

/** What reading a file of a log needs. */
export interface LogReader extends Pick<IntakeSetup, "rejections" | "tally" | "notices"> {
  readonly parts: RowPartsReader;
  readonly intake: LogIntake;
}

/**
 * Reads the rows of a file, those after so many lines, and gives the hash of its bytes. It ends
 * early where too many rows are errors. Throws `HarnessError` "incomplete" where the file no longer
 * holds what came before.
 */
export async function readWholeFile(
  { rejections, intake }: LogReader,
  from: LogFile,
  isCsv: boolean,
  linesBefore = 0,
): Promise<string> {
  const { batches, sha256 } = await logRows(from.path, isCsv);
  let hasMore = linesBefore === 0;
  for await (const batch of batches) {
    for (const row of batch) {
      if (row.line <= linesBefore) continue;
      hasMore = true;
      const done = intake.row(row, from);
      if (done !== undefined) await done;
    }
    if (rejections.isFull) break;
  }
  if (!hasMore) {
    const message = `${from.path}: it got shorter while it was read`;
    throw new HarnessError("incomplete", message, { hint: "import a copy that stays as it is" });
  }
  return sha256();
}
