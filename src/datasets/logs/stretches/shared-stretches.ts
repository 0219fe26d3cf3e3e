import { closeSync, fstatSync, openSync } from "node:fs";
import { sharedTasks } from "./shared-tasks.ts";
import { notPlain, OVERHANG_BYTES, readStretch, type StretchBytes } from "./line-stretch.ts";
import type { SpareRoom, StretchAnswer, StretchAsked, StretchRead } from "./stretch-reader.ts";

/** A stretch of a log: as another thread has read it, or only its bytes. */
export type SharedStretch =
  | ({ readonly kind: "read" } & StretchRead)
  | { readonly kind: "bytes"; readonly bytes: StretchBytes }
  /** Only whoever reads the whole file can say what is wrong with it. */
  | { readonly kind: "not-plain" };

/** A thread that reads stretches beside this one. */
export interface StretchHelper {
  /** Whether it can be asked for another one. */
  readonly isFree: boolean;
  readStretch(asked: StretchAsked): Promise<StretchAnswer>;
}

/**
 * The stretches of a file in their order, shared between a thread and this one as it comes. What is
 * in one holds until the next is asked for.
 */
export async function* sharedStretches(
  thread: StretchHelper,
  path: string,
  stretchBytes: number,
): AsyncGenerator<SharedStretch> {
  const spares: SpareRoom[] = [];
  const descriptor = openedOrNot(path);
  if (descriptor === undefined) return yield notPlainStretch;
  let room: SharedArrayBuffer | undefined;
  try {
    // Of the very file that is read: by its path another may stand there by now.
    const { size } = fstatSync(descriptor);
    const stretchAt = (at: number) => ({
      from: at * stretchBytes,
      to: (at + 1) * stretchBytes,
      size,
    });
    const ask = (at: number) =>
      thread.readStretch({ ...stretchAt(at), descriptor, spare: spares.pop() });
    const count = Math.ceil(size / stretchBytes);
    for await (const shared of sharedTasks(count, thread, ask)) {
      if (shared.kind === "open") {
        const bytes = readOrNot(descriptor, stretchAt(shared.task), room);
        yield bytes === undefined ? notPlainStretch : { kind: "bytes", bytes };
        room = bytes && isUsual(bytes.room, stretchBytes) ? bytes.room : undefined;
      } else if (shared.done === "not-plain") yield notPlainStretch;
      else {
        const read = shared.done;
        yield { kind: "read", ...read };
        if (isUsual(read.bytes.room, stretchBytes)) spares.push(roomOf(read));
      }
    }
  } finally {
    // After the thread's last read: a closed descriptor may be another file's.
    closeSync(descriptor);
  }
}

const notPlainStretch: SharedStretch = { kind: "not-plain" };

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

/** Room that had to grow for one long line is not kept for all the others. */
function isUsual(room: SharedArrayBuffer, stretchBytes: number): boolean {
  return room.byteLength <= 2 * (stretchBytes + OVERHANG_BYTES);
}

function roomOf({ bytes: { room }, rows: { numbers, lines } }: StretchRead): SpareRoom {
  return { room, numbers, lines };
}
