import { on } from "node:events";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { ManifestParts } from "../../manifest.ts";
import { notPlain } from "./line-stretch.ts";
import { stretchReader, type StretchAsked, type StretchRead } from "./stretch-reader.ts";

/** What the thread says of each stretch that it was asked for, in that order. */
export type StretchAnswer = StretchRead | "not-plain";

// What is thrown ends the thread, and is handed over with its stack.
if (parentPort !== null) await answerAll(parentPort, workerData as ManifestParts);

async function answerAll(port: MessagePort, manifest: ManifestParts): Promise<void> {
  const reader = stretchReader(manifest);
  for await (const [asked] of on(port, "message") as AsyncIterable<readonly [StretchAsked]>) {
    const read = await reader.read(asked).catch(notPlain);
    port.postMessage((read ?? "not-plain") satisfies StretchAnswer);
  }
}
