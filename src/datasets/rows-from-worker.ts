import { on } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { HarnessError } from "../core/harness-error.ts";
import type { WorkerMessage } from "./csv-worker.ts";
import type { TableReading } from "./table-file.ts";
import type { TableRow } from "./table-row.ts";

/** Rows live shortly: a larger nursery only costs memory. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Batches that may be on their way: they bound the memory that a slow consumer costs. */
const BATCHES_AHEAD = 4;

/**
 * The rows of a CSV file, header first, read and parsed by a thread of its own. They cross as
 * clones: a cell that is kept keeps no batch alive, and cutting cells out of one text for each
 * batch measured no faster.
 */
export function rowsFromWorker(path: string): TableReading {
  let sha256 = "";
  const batches = receivedRows(path, (hash) => {
    sha256 = hash;
  });
  return { batches, sha256: () => sha256 };
}

async function* receivedRows(
  path: string,
  ended: (sha256: string) => void,
): AsyncGenerator<readonly TableRow[]> {
  // Beside this file, as source or as built.
  const entry = new URL(`./csv-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(entry, { workerData: path, resourceLimits });
  const ask = (): void => worker.postMessage("next");
  try {
    for (let batch = 0; batch < BATCHES_AHEAD; batch += 1) ask();
    for await (const [message] of messagesOf(worker)) {
      switch (message.kind) {
        case "rows":
          ask();
          yield message.contents.map((content, index) => rowOf(message.lines[index] ?? 0, content));
          break;
        case "end":
          ended(message.sha256);
          return;
        case "failure":
          throw new HarnessError(message.code, message.message, message);
      }
    }
    throw new Error(`the thread that reads ${path} ended without a word`);
  } finally {
    await worker.terminate();
  }
}

/** Throws what the thread threw; ends when it has ended. */
function messagesOf(worker: Worker): AsyncIterable<readonly [WorkerMessage]> {
  return on(worker, "message", { close: ["exit"] }) as AsyncIterable<readonly [WorkerMessage]>;
}

type Content = Extract<WorkerMessage, { readonly kind: "rows" }>["contents"][number];

function rowOf(line: number, content: Content): TableRow {
  return typeof content === "string"
    ? { kind: "unreadable", line, because: content }
    : { kind: "cells", line, cells: content };
}
