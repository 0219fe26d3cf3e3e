import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Manifest } from "../../manifest.ts";
import type { StretchAsked, StretchRead } from "./stretch-reader.ts";
import type { StretchAnswer } from "./stretch-worker.ts";

const resourceLimits = {
  // Rows live shortly: a larger nursery only costs memory.
  maxYoungGenerationSizeMb: 12,
  // As much as the main thread has: neither reads what is nested too deeply for the other.
  stackSizeMb: 1,
};

interface Waiting {
  readonly resolve: (read: StretchRead | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread that reads stretches of a log, in the order in which it is asked. */
export class StretchThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: unknown;

  constructor(manifest: Manifest) {
    // Beside this file, as source or as built.
    const entry = new URL(`./stretch-worker${extname(import.meta.url)}`, import.meta.url);
    const { document: _document, locateScoring: _locateScoring, ...workerData } = manifest;
    this.#worker = new Worker(entry, { workerData, resourceLimits });
    this.#worker.on("message", (answer: StretchAnswer) => {
      this.#waiting.shift()?.resolve(answer === "not-plain" ? undefined : answer);
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the thread that reads the log ended")));
  }

  /** Stretches that were asked for and have not arrived. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Undefined: only whoever reads the whole file can say what is wrong with it. */
  read(asked: StretchAsked): Promise<StretchRead | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<StretchRead | undefined>();
    // Whoever stops early awaits none of the rest.
    promise.catch(() => undefined);
    if (this.#failure !== undefined) reject(this.#failure);
    this.#waiting.push({ resolve, reject });
    this.#worker.postMessage(asked);
    return promise;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
