import { setImmediate as nextTurn } from "node:timers/promises";

/** A task by its place: as a thread has done it, or still to be done. */
export type SharedTask<Done> =
  | { readonly kind: "done"; readonly task: number; readonly done: Done }
  | { readonly kind: "open"; readonly task: number };

/** Tasks that are planned beyond the one at hand: they bound the memory they take. */
const PLANNED = 8;

/**
 * Tasks in their order, shared between a thread and this one as it comes: what the other has no
 * time for is left to whoever takes them, and so is the first always, lest they wait for it.
 */
export async function* sharedTasks<Done>(
  count: number,
  thread: { readonly isFree: boolean },
  ask: (task: number) => Promise<Done>,
): AsyncGenerator<SharedTask<Done>> {
  const planned: (Promise<Done> | undefined)[] = [];
  try {
    for (let task = 0; task < count; task += 1) {
      // Answers arrive between the turns of this thread.
      await nextTurn();
      while (planned.length <= task + PLANNED) {
        const isAsked = planned.length > 0 && planned.length < count && thread.isFree;
        planned.push(isAsked ? ask(planned.length) : undefined);
      }
      const doing = planned[task];
      planned[task] = undefined;
      yield doing === undefined
        ? { kind: "open", task }
        : { kind: "done", task, done: await doing };
    }
  } finally {
    // Whoever stops early leaves tasks behind, and what they work on must not go before them.
    await Promise.allSettled(planned.filter((doing) => doing !== undefined));
  }
}
