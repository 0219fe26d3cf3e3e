import { extname } from "node:path";
import type { Manifest } from "../manifest.ts";
import type { AskedJoins } from "./joins/asked-joins.ts";
import type { PackedJoins } from "./joins/packed-joins.ts";
import type { JoinHelper } from "./joins/shared-joins.ts";
import type { LogTask } from "./log-worker.ts";
import type { StretchAnswer, StretchAsked } from "./stretches/stretch-reader.ts";
import type { StretchHelper } from "./stretches/shared-stretches.ts";
import { TaskThread } from "./tasks/task-thread.ts";

const resourceLimits = {
  // Rows live shortly: a larger nursery only costs memory.
  maxYoungGenerationSizeMb: 12,
  // As much as the main thread has: neither reads what is nested too deeply for the other.
  stackSizeMb: 1,
};

/** A thread that helps with a large log. It starts with the first task: most logs are small. */
export class LogThread implements StretchHelper, JoinHelper {
  readonly #manifest: Manifest;
  #thread: TaskThread<LogTask, unknown> | undefined;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  get hasStarted(): boolean {
    return this.#thread !== undefined;
  }

  /** Tasks that were asked for and are not done. */
  get waiting(): number {
    return this.#thread?.waiting ?? 0;
  }

  readStretch(asked: StretchAsked): Promise<StretchAnswer> {
    return this.#started().ask({ kind: "stretch", asked }) as Promise<StretchAnswer>;
  }

  join(asked: AskedJoins): Promise<PackedJoins> {
    return this.#started().ask({ kind: "joins", asked }) as Promise<PackedJoins>;
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  #started(): TaskThread<LogTask, unknown> {
    if (this.#thread !== undefined) return this.#thread;
    // Beside this file, as source or as built.
    const entry = new URL(`./log-worker${extname(import.meta.url)}`, import.meta.url);
    const { document: _document, locateScoring: _locateScoring, ...workerData } = this.#manifest;
    return (this.#thread = new TaskThread(entry, workerData, resourceLimits));
  }
}
