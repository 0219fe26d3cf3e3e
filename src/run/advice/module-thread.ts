import { extname, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { ModuleMessage, ModuleSaying, ModuleWorkerData } from "./module-worker.ts";

/** Loading may have to read and translate many files; an answer has the policy's own limit. */
const LOADING_MS = 10_000;

const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** An answer of the team's function, or why there is none, as a clause without its subject. */
export type ModuleAnswer = Extract<ModuleSaying, { readonly kind: "answer" | "no_answer" }>;

/**
 * A thread in which the team's function runs, apart from ours: whatever it does there, the next
 * question is answered. Questions are asked one at a time, so that one that hangs is the only one
 * that is late; a thread that hangs or ends is replaced by a fresh one. The time is real: a replay's
 * clock stands still meanwhile. It sees no environment, and what it prints is not shown.
 */
export class ModuleThread {
  readonly #data: ModuleWorkerData;
  #worker: Worker | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #questions = 0;

  constructor(file: string, exportName: string) {
    this.#data = { file: resolve(file), exportName };
  }

  /** Why the function cannot be asked at all; absent: it can. */
  load(): Promise<string | undefined> {
    return this.#inTurn(() => this.#loaded());
  }

  ask(question: unknown, timeoutMs: number): Promise<ModuleAnswer> {
    return this.#inTurn(async () => {
      const unusable = await this.#loaded();
      if (unusable !== undefined) return { kind: "no_answer", because: unusable };
      this.#questions += 1;
      this.#worker?.postMessage({ number: this.#questions, question });
      const said = await this.#next(this.#questions, timeoutMs, "did not answer");
      if (said.kind === "answer" || said.kind === "no_answer") return said;
      return { kind: "no_answer", because: "answered nothing" };
    });
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #loaded(): Promise<string | undefined> {
    if (this.#worker !== undefined) return undefined;
    // Beside this file, as source or as built.
    const entry = new URL(`./module-worker${extname(import.meta.url)}`, import.meta.url);
    const options = { workerData: this.#data, resourceLimits, env: {}, stdout: true, stderr: true };
    const worker = new Worker(entry, options);
    worker.stdout.resume();
    worker.stderr.resume();
    // Between two questions nobody waits for it: the next one then starts a fresh thread.
    worker.on("error", () => this.#forget(worker));
    worker.on("exit", () => this.#forget(worker));
    this.#worker = worker;
    const said = await this.#next(0, LOADING_MS, "could not be loaded");
    if (said.kind === "ready") return undefined;
    await this.close();
    return said.kind === "answer" ? "answered before it was asked" : said.because;
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
  }

  /** What the thread says to a question; where nothing comes it is ended, and that is said. */
  async #next(number: number, timeoutMs: number, late: string): Promise<ModuleSaying> {
    const worker = this.#worker;
    if (worker === undefined) return { kind: "no_answer", because: "ended before it was asked" };
    const said = await sayingOf(worker, number, timeoutMs);
    if (typeof said !== "string") return said;
    await this.close();
    return { kind: "no_answer", because: said === "" ? `${late} within ${timeoutMs} ms` : said };
  }
}

/** A text: why nothing comes; empty: nothing came in time. */
function sayingOf(
  worker: Worker,
  number: number,
  timeoutMs: number,
): Promise<ModuleSaying | string> {
  return new Promise((settle) => {
    const finish = (result: ModuleSaying | string): void => {
      clearTimeout(timer);
      worker.off("message", heard).off("error", failed).off("exit", ended);
      settle(result);
    };
    // The function's own code can send messages too: only one that bears the number is an answer.
    const heard = (message: Partial<ModuleMessage> | null | undefined): void => {
      if (message?.number === number && message.said !== undefined) finish(message.said);
    };
    const failed = (error: unknown): void => finish(`broke its thread: ${String(error)}`);
    const ended = (code: number): void => finish(`ended its thread with exit code ${code}`);
    const timer = setTimeout(() => finish(""), timeoutMs);
    worker.on("message", heard).on("error", failed).on("exit", ended);
  });
}
