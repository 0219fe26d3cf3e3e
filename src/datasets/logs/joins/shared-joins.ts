import type { EventSpool } from "../event-spool.ts";
import type { LogRequest, RequestRows } from "../log-request.ts";
import type { LogRequests } from "../log-requests.ts";
import { sharedTasks } from "../tasks/shared-tasks.ts";
import { askedJoins, type AskedJoins } from "./asked-joins.ts";
import { unpackedJoins, type PackedJoins } from "./packed-joins.ts";

/** How many requests one task is of, and from how many to be joined on a thread joins some. */
export interface JoinSizes {
  readonly taskRequests: number;
  readonly leastJoins: number;
}

/** A thread that joins requests beside this one. */
export interface JoinHelper {
  readonly hasStarted: boolean;
  /** Tasks that were asked for and are not done. */
  readonly waiting: number;
  join(asked: AskedJoins): Promise<PackedJoins>;
}

const usualJoins: JoinSizes = { taskRequests: 2048, leastJoins: 1000 };
/** Handed over at once: more of them would outlive the engine's young generation. */
const BATCH_REQUESTS = 256;

/**
 * The requests in the order of their arrival. Where many are of several rows a thread that runs
 * already joins some of them; another would take as long to start as all of them.
 */
export async function* sharedJoins(
  requests: LogRequests,
  spool: EventSpool,
  thread: JoinHelper,
  { taskRequests, leastJoins }: JoinSizes = usualJoins,
): AsyncGenerator<readonly LogRequest[]> {
  if (!thread.hasStarted || requests.joins < leastJoins) return yield* requests.read();
  const placesOf = (task: number) => ({
    from: task * taskRequests,
    to: Math.min((task + 1) * taskRequests, requests.count),
  });
  const ask = (task: number): Promise<PackedJoins> | undefined => {
    const rows: RequestRows[] = [];
    const { from, to } = placesOf(task);
    for (let number = from; number < to; number += 1) {
      if (!requests.isOneRow(number)) rows.push(requests.rowsAt(number));
    }
    const asked = askedJoins(spool, rows);
    return asked && thread.join(asked);
  };
  const tasks = Math.ceil(requests.count / taskRequests);
  for await (const shared of sharedTasks(tasks, thread, ask)) {
    const joins = shared.kind === "done" ? unpackedJoins(shared.done) : undefined;
    const { from, to } = placesOf(shared.task);
    let batch: LogRequest[] = [];
    for (let number = from; number < to; number += 1) {
      const joined = requests.isOneRow(number) ? undefined : joins?.next();
      batch.push(requests.at(number, joined?.done === false ? joined.value : undefined));
      if (batch.length < BATCH_REQUESTS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}
