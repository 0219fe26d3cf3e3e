import { on } from "node:events";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { ManifestParts } from "../../manifest.ts";
import { notPlain } from "./line-stretch.ts";
import { stretchReader, type StretchAnswer, type StretchAsked } from "./stretch-reader.ts";

/** What the thread tells: once that it has loaded, then what each stretch holds, in their order. */
export type Answer = "loaded" | StretchAnswer;

if (parentPort !== null) await readAll(parentPort, workerData as ManifestParts);

/** What is thrown ends the thread, and is handed over. */
async function readAll(port: MessagePort, manifest: ManifestParts): Promise<void> {
  const messages = on(port, "message") as AsyncIterable<readonly [StretchAsked]>;
  const reader = stretchReader(manifest);
  port.postMessage("loaded" satisfies Answer);
  for await (const [asked] of messages) {
    const read = await reader.read(asked).catch(notPlain);
    port.postMessage((read ?? "not-plain") satisfies Answer);
  }
}
