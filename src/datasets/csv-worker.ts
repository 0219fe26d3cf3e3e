import { on } from "node:events";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { HarnessError } from "../core/harness-error.ts";
import { openBytes } from "./byte-source.ts";
import { csvRows } from "./csv-rows.ts";
import type { Cell, TableRow } from "./table-row.ts";

/** What the thread that reads a CSV file says: its rows, and then how it ended. */
export type WorkerMessage =
  | {
      readonly kind: "rows";
      readonly lines: Uint32Array;
      /** The cells of each row, or why it cannot be read. */
      readonly contents: readonly (readonly Cell[] | string)[];
    }
  | { readonly kind: "end"; readonly sha256: string }
  | ({ readonly kind: "failure" } & Pick<
      HarnessError,
      "code" | "message" | "hint" | "problems" | "cause"
    >);

// Anything but a failure of the file itself is thrown: the thread hands it over with its stack.
if (parentPort !== null) await sendRows(parentPort, workerData as string);

/** Sends the rows of a file, one batch for each message that asks for one. */
async function sendRows(port: MessagePort, path: string): Promise<void> {
  const asked = on(port, "message");
  const send = (message: WorkerMessage): void => port.postMessage(message);
  const source = openBytes(path);
  try {
    for await (const rows of csvRows(path, source.chunks)) {
      await asked.next();
      send({
        kind: "rows",
        lines: Uint32Array.from(rows, ({ line }) => line),
        contents: rows.map(contentOf),
      });
    }
    send({ kind: "end", sha256: source.sha256() });
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const { code, message, hint, problems, cause } = error;
    send({ kind: "failure", code, message, hint, problems, cause });
  } finally {
    port.close();
  }
}

function contentOf(row: TableRow): readonly Cell[] | string {
  return row.kind === "cells" ? row.cells : row.because;
}
