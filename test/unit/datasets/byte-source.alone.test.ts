import { open, type FileHandle } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { openBytes } from "../../../src/datasets/byte-source.ts";
import { aDatasetFolder } from "./dataset-folder.ts";

vi.mock(import("node:fs/promises"), async (actual) => {
  const real = await actual();
  return { ...real, open: vi.fn<typeof real.open>(real.open) };
});

test("a disk that fails while nobody waits for it is told of all the same", async () => {
  const path = aDatasetFolder().write("table.csv", "x".repeat(2_000_000));
  const handle = await open(path);
  vi.mocked(open).mockResolvedValueOnce(failsAtSecond(handle));
  const reading = async () => {
    // Longer than a turn: by then the block after the first one has failed.
    for await (const _chunk of openBytes(path).chunks) await pause(2);
  };
  await expect(reading()).rejects.toThrow(`${path} cannot be read (EIO)`);
});

/** The handle of a file of which only the first block can be read. */
function failsAtSecond(handle: FileHandle): FileHandle {
  let blocks = 0;
  const read = handle.read.bind(handle) as (...asked: unknown[]) => Promise<unknown>;
  const failing = async (...asked: unknown[]): Promise<unknown> => {
    if (asked.at(-1) === null) blocks += 1;
    if (blocks === 2) throw Object.assign(new Error("i/o error"), { code: "EIO" });
    return read(...asked);
  };
  return Object.assign(handle, { read: failing });
}
