import { Worker, type ResourceLimits } from "node:worker_threads";

interface Waiting<Done> {
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread that does tasks, in the order in which it is asked. Its entry is `doTasks`. */
export class TaskThread<Asked, Done> {
  readonly #worker: Worker;
  readonly #waiting: Waiting<Done>[] = [];
  #failure: unknown;

  constructor(entry: URL, workerData: unknown, resourceLimits: ResourceLimits) {
    this.#worker = new Worker(entry, { workerData, resourceLimits });
    this.#worker.on("message", (done: Done) => this.#waiting.shift()?.resolve(done));
    this.#worker.on("messageerror", (error) => this.#fail(error));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error(`the thread of ${entry.href} ended`)));
  }

  /** Tasks that were asked for and are not done. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Throws what the thread threw. */
  ask(asked: Asked): Promise<Done> {
    const { promise, resolve, reject } = Promise.withResolvers<Done>();
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
