/** From here on what was read leaves more in memory than it costs in time to clear it away. */
export const MANY_RECORDS = 100_000;

/**
 * Has the engine collect what nobody holds any more and give its pages back. By itself it does so
 * when as much again was asked for: what a replay leaves behind would stand beside what a comparison
 * needs. It takes some tens of milliseconds, and does nothing where the engine cannot be asked.
 */
export async function returnMemory(): Promise<void> {
  const inspector = await import("node:inspector/promises").catch(() => undefined);
  if (inspector === undefined) return;
  const session = new inspector.Session();
  session.connect();
  try {
    await session.post("HeapProfiler.collectGarbage");
  } finally {
    session.disconnect();
  }
}

/** The same batches; memory is returned each time that many records were read. */
export async function* returningMemory<Batch extends readonly unknown[]>(
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Batch> {
  let records = 0;
  for await (const batch of batches) {
    yield batch;
    records += batch.length;
    if (records < MANY_RECORDS) continue;
    records = 0;
    await returnMemory();
  }
}
