import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Manifest } from "../../manifest.ts";
import type { StretchHelper } from "./shared-stretches.ts";
import type { StretchAnswer, StretchAsked } from "./stretch-reader.ts";
import type { Answer } from "./stretch-worker.ts";

const resourceLimits = {
  // Rows live shortly: a larger nursery only costs memory.
  maxYoungGenerationSizeMb: 12,
  // As much as the main thread has: neither reads what is nested too deeply for the other.
  stackSizeMb: 1,
};

/** Stretches that the thread has to read, lest it ever waits for the next one. */
const MOST_WAITING = 3;

interface Waiting {
  readonly resolve: (answer: StretchAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread that reads stretches of a log beside this one. It loads while this one goes on. */
export class StretchThread implements StretchHelper, AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #hasLoaded = false;
  #failure: unknown;

  /** Of the log with this manifest. */
  constructor({ document: _document, locateScoring: _locateScoring, ...workerData }: Manifest) {
    // Beside this file, as source or as built.
    const entry = new URL(`./stretch-worker${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(entry, { workerData, resourceLimits });
    this.#worker.on("message", (answer: Answer) => this.#take(answer));
    this.#worker.on("messageerror", (error) => this.#fail(error));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error(`the thread of ${entry.href} ended`)));
  }

  get isFree(): boolean {
    // One that has failed says so to whoever asks.
    return this.#failure !== undefined || (this.#hasLoaded && this.#waiting.length < MOST_WAITING);
  }

  /** Throws what the thread threw. */
  readStretch(asked: StretchAsked): Promise<StretchAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<StretchAnswer>();
    // Whoever stops early awaits none of the rest.
    promise.catch(() => undefined);
    if (this.#failure !== undefined) reject(this.#failure);
    else {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(asked);
    }
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #take(answer: Answer): void {
    if (answer === "loaded") this.#hasLoaded = true;
    else this.#waiting.shift()?.resolve(answer);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
