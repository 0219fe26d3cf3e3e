import { closeSync, fstatSync, openSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { notPlain, OVERHANG_BYTES, readStretch, type StretchBytes } from "./line-stretch.ts";
import type { SpareRoom, StretchRead } from "./stretch-reader.ts";
import type { StretchThread } from "./stretch-thread.ts";

/** A stretch of a log: as another thread has read it, or only its bytes. */
export type SharedStretch =
  | ({ readonly kind: "read" } & StretchRead)
  | { readonly kind: "bytes"; readonly bytes: StretchBytes }
  /** Only whoever reads the whole file can say what is wrong with it. */
  | { readonly kind: "not-plain" };

/** Stretches that are planned beyond the one at hand: they bound the memory they take. */
const PLANNED = 5;
/** Stretches that the other thread has to do, lest it ever waits for the next one. */
const MOST_WAITING = 3;

/**
 * The stretches of a file in their order, shared between a thread and this one as it comes: what
 * the other has no time for is left to whoever takes them. What is in one holds until the next is
 * asked for.
 */
export async function* sharedStretches(
  thread: Pick<StretchThread, "read" | "waiting">,
  path: string,
  stretchBytes: number,
): AsyncGenerator<SharedStretch> {
  const planned: (Promise<StretchRead | undefined> | undefined)[] = [];
  const spares: SpareRoom[] = [];
  const descriptor = openedOrNot(path);
  if (descriptor === undefined) return yield { kind: "not-plain" };
  let room: SharedArrayBuffer | undefined;
  try {
    // Of the very file that is read: by its path another may stand there by now.
    const { size } = fstatSync(descriptor);
    for (let at = 0; at * stretchBytes < size; at += 1) {
      // Answers arrive between the turns of this thread.
      await nextTurn();
      while (planned.length <= at + PLANNED) {
        const isFree = planned.length > 0 && thread.waiting < MOST_WAITING;
        const stretch = stretchAt(planned.length, size, stretchBytes);
        planned.push(
          isFree ? thread.read({ ...stretch, descriptor, spare: spares.pop() }) : undefined,
        );
      }
      const reading = planned[at];
      planned[at] = undefined;
      if (reading === undefined) {
        const bytes = readOrNot(descriptor, stretchAt(at, size, stretchBytes), room);
        yield bytes === undefined ? { kind: "not-plain" } : { kind: "bytes", bytes };
        room = bytes && isUsual(bytes.room, stretchBytes) ? bytes.room : undefined;
      } else {
        const read = await reading;
        yield read === undefined ? { kind: "not-plain" } : { kind: "read", ...read };
        if (read !== undefined && isUsual(read.bytes.room, stretchBytes)) spares.push(roomOf(read));
      }
    }
  } finally {
    // Whoever stops early leaves reads behind, and a closed descriptor may be another file's.
    await Promise.allSettled(planned.filter((reading) => reading !== undefined));
    closeSync(descriptor);
  }
}

function openedOrNot(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    return notPlain(error);
  }
}

function readOrNot(...asked: Parameters<typeof readStretch>): StretchBytes | undefined {
  try {
    return readStretch(...asked);
  } catch (error) {
    return notPlain(error);
  }
}

function stretchAt(at: number, size: number, stretchBytes: number) {
  return { from: at * stretchBytes, to: (at + 1) * stretchBytes, size };
}

/** Room that had to grow for one long line is not kept for all the others. */
function isUsual(room: SharedArrayBuffer, stretchBytes: number): boolean {
  return room.byteLength <= 2 * (stretchBytes + OVERHANG_BYTES);
}

function roomOf({ bytes: { room }, rows: { numbers, lines } }: StretchRead): SpareRoom {
  return { room, numbers, lines };
}
