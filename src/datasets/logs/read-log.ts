import type { LogThread } from "./log-thread.ts";
import { readLogFiles, type LogSetup, type ReadLog } from "./read-log-files.ts";
import { sharedStretches } from "./stretches/shared-stretches.ts";
import { stretchedSizes, usualStretches, type StretchSizes } from "./stretches/stretch-sizes.ts";

/** Reads every row of a log once; one of many megabytes with the help of the thread. */
export async function readLog(
  setup: LogSetup,
  thread: LogThread,
  sizes: StretchSizes = usualStretches,
): Promise<ReadLog> {
  const stretched = await stretchedSizes(setup, sizes);
  return readLogFiles(setup, (path) =>
    stretched.has(path) ? sharedStretches(thread, path, sizes.stretchBytes) : undefined,
  );
}
