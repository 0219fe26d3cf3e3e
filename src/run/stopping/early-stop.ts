import { HarnessError } from "../../core/harness-error.ts";
import { watchedGates } from "../../comparison/watched-gates.ts";
import type { Books } from "../books.ts";
import { assertCanBeOrdered, orderByKey, placesOf } from "../order/records-in-order.ts";
import { seededKey } from "../order/seeded-key.ts";
import type { Session } from "../session.ts";
import type { Timing } from "../timing.ts";
import { OutcomesInOrder } from "./outcomes-in-order.ts";

/** A run that ends as soon as every candidate is rejected. */
export interface EarlyStop {
  /** Ordinals in the order in which records are replayed: drawn by the seed, whatever the files'. */
  readonly order: Uint32Array;
  /** Books that are kept in that order, and are closed with the last record that counts. */
  readonly books: Books;
  /** Whether all candidates are rejected: nothing more is called. */
  readonly isStopped: () => boolean;
  /** For the reader of the report. */
  readonly warnings: readonly string[];
}

/**
 * Opens the sequences of a run with `--stop-early reject`; absent: it goes to its end. Throws
 * `HarnessError` where records are not independent of each other, or of the order.
 */
export async function openEarlyStop(
  session: Pick<Session, "inputs" | "dataset" | "options">,
  timing: Timing | undefined,
  books: Books,
): Promise<EarlyStop | undefined> {
  const { inputs, dataset, options } = session;
  if (options.stopEarly === undefined) return undefined;
  assertTimeless(session, timing);
  const order = await seededOrder(dataset, options.seed, books.observe);
  const early = books.collector.watch();
  const inOrder = new OutcomesInOrder(placesOf(order), inputs.arms.length);
  let isStopped = false;
  return {
    order,
    books: {
      ...books,
      // All of them were seen: an earlier session's outcomes are looked at before any is read anew.
      observe: () => undefined,
      take: (outcome) => {
        if (isStopped) return;
        inOrder.take(outcome, (outcomes) => {
          for (const one of outcomes) books.take(one);
          isStopped = early.look(outcomes[0]!.ordinal);
          return isStopped;
        });
      },
      infrastructureErrorRate: () => books.infrastructureErrorRate(early.findings().looked),
    },
    isStopped: () => isStopped,
    warnings: unstoppable(inputs),
  };
}

function assertTimeless({ inputs }: Pick<Session, "inputs">, timing: Timing | undefined): void {
  const timed = inputs.arms.filter((_arm, index) => timing?.isTimed[index] === true);
  if (timed.length === 0) return;
  const names = timed.map(({ key }) => `"${key}"`).join(", ");
  throw new HarnessError(
    "invalid-input",
    `--stop-early replays records in an order of its own, and what becomes of ${names} depends on the time`,
    { hint: "leave out --stop-early for policies that read health, spend or time" },
  );
}

function grouped(source: string): HarnessError {
  return new HarnessError(
    "invalid-input",
    `${source}: --stop-early needs records that are independent, and this one belongs to a group`,
    { hint: "leave out --stop-early, or record.group where the records do stand alone" },
  );
}

/** A file that begins with its hardest records would stop the run for its beginning. */
async function seededOrder(
  dataset: Session["dataset"],
  seed: number,
  observe: Books["observe"],
): Promise<Uint32Array> {
  const { records } = dataset.summary;
  assertCanBeOrdered(records, "--stop-early puts the records into an order of its own");
  const keys = new Float64Array(records);
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      if (record.group !== undefined) throw grouped(record.source);
      keys[record.ordinal] = seededKey(seed, record.id);
      observe(record);
    }
  }
  return orderByKey(keys);
}

/** Several candidates are stopped together: one that nothing can reject keeps all of them going. */
function unstoppable({ arms }: Session["inputs"]): readonly string[] {
  return arms
    .slice(1)
    .filter(({ policy }) => watchedGates(policy).length === 0)
    .map(
      ({ key }) =>
        `--stop-early: no gate of "${key}" is a rate, so nothing can reject it before the end`,
    );
}
