import { readLogFiles, type LogSetup, type ReadLog } from "./read-log-files.ts";
import { sharedStretches } from "./stretches/shared-stretches.ts";
import { StretchThread } from "./stretches/stretch-thread.ts";
import { stretchedSizes, usualStretches, type StretchSizes } from "./stretches/stretch-sizes.ts";

/** Reads every row of a log once; one of many megabytes with the help of another thread. */
export async function readLog(
  setup: LogSetup,
  sizes: StretchSizes = usualStretches,
): Promise<ReadLog> {
  const stretched = await stretchedSizes(setup, sizes);
  if (stretched.size === 0) return readLogFiles(setup, () => undefined);
  await using thread = new StretchThread(setup.manifest);
  // Awaited here: the thread is there until all is read.
  return await readLogFiles(setup, (path) =>
    stretched.has(path) ? sharedStretches(thread, path, sizes.stretchBytes) : undefined,
  );
}
