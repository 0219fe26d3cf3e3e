import { open } from "node:fs/promises";
import type { LogSetup } from "../read-log-files.ts";
import { isCsvName } from "../log-rows.ts";

/** From which size on another thread reads parts of a log, and how much of it at a time. */
export interface StretchSizes {
  readonly stretchBytes: number;
  /** Of all files together: starting a thread takes as long as reading some megabytes. */
  readonly leastBytes: number;
}

export const usualStretches: StretchSizes = {
  stretchBytes: 512 * 1024,
  leastBytes: 32 * 1024 * 1024,
};

/**
 * The files that are read in stretches, with their sizes: plain ones, in a format whose
 * rows tell everything by themselves.
 */
export async function stretchedSizes(
  { manifest, settings, lists }: Pick<LogSetup, "manifest" | "settings" | "lists">,
  { stretchBytes, leastBytes }: StretchSizes,
): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  // A table of one's own may count its rows, and a list of what is left out may be as long as the log.
  if (settings.format === "csv" || settings.format === "jsonl" || lists.length > 0) return sizes;
  for (const path of manifest.dataFiles) {
    const size = isCsvName(path) ? undefined : await plainSize(path);
    if (size !== undefined && size > stretchBytes) sizes.set(path, size);
  }
  const total = sizes.values().reduce((sum, size) => sum + size, 0);
  return total < leastBytes ? new Map() : sizes;
}

/** Absent: it is packed, or cannot be read; whoever reads it says so. */
async function plainSize(path: string): Promise<number | undefined> {
  try {
    await using handle = await open(path);
    const start = Buffer.alloc(2);
    await handle.read(start, 0, 2, 0);
    const isGzip = start[0] === 0x1f && start[1] === 0x8b;
    return isGzip ? undefined : (await handle.stat()).size;
  } catch {
    return undefined;
  }
}
