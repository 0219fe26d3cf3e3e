import { on } from "node:events";
import type { MessagePort } from "node:worker_threads";

/** In a thread: does what it is asked, in that order. What is thrown ends it, and is handed over. */
export async function doTasks<Asked>(
  port: MessagePort,
  done: (asked: Asked) => unknown,
): Promise<void> {
  for await (const [asked] of on(port, "message") as AsyncIterable<readonly [Asked]>) {
    port.postMessage(await done(asked));
  }
}
