import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { meteredProvider } from "../../../src/replay/metered-provider.ts";
import { SpendLedger, nothingSpent } from "../../../src/replay/spend-ledger.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { aCall, aFailure, aRecord, aReply, aRoute } from "./builders.ts";

const never = new AbortController().signal;

/** One call after another by ordinal, each its own worker, each 10 ms long. */
async function callAll(
  ledger: SpendLedger,
  calls: readonly {
    readonly worst: number | undefined;
    readonly cost?: number | undefined;
    readonly ms?: number;
    readonly throws?: Error;
  }[],
  drain: AbortSignal = never,
  besides: (clock: VirtualClock) => Promise<void> = () => Promise.resolve(),
) {
  const clock = new VirtualClock();
  const sentAtMs: (number | undefined)[] = calls.map(() => undefined);
  const provider = meteredProvider(
    {
      name: "inner",
      call: async ({ record }, clockInForce, signal) => {
        const { cost, ms = 10, throws } = calls[record.ordinal]!;
        sentAtMs[record.ordinal] = clockInForce.nowMs();
        await clockInForce.sleep(ms, signal);
        if (throws !== undefined) throw throws;
        return { ...aReply("yes", ms), costNanoUsd: cost };
      },
    },
    { ledger, worstCaseNanoUsd: ({ record }) => calls[record.ordinal]!.worst, drain },
  );
  const ends: unknown[] = [];
  await clock.work([
    ...calls.map((_, ordinal) => async () => {
      const call = aCall({ record: aRecord(ordinal), route: aRoute("small") });
      ends[ordinal] = await provider.call(call, clock, never).then(
        ({ queuedMs }) => queuedMs ?? 0,
        (error: unknown) => (error instanceof HarnessError ? error.code : "broken off"),
      );
    }),
    () => besides(clock),
  ]);
  return { sentAtMs, ends };
}

test("a call that would not fit waits for calls in flight to settle for less", async () => {
  const ledger = new SpendLedger(100);
  const { sentAtMs, ends } = await callAll(ledger, [
    { worst: 60, cost: 20 },
    { worst: 60, cost: 50 },
  ]);
  expect(sentAtMs).toEqual([0, 10]);
  expect(ends).toEqual([0, 10]);
  expect(ledger.spentNanoUsd).toBe(70);
});

test("where no settling could make room, the cap is reached at once", async () => {
  const ledger = new SpendLedger(100, { ...nothingSpent, knownNanoUsd: 50 });
  const { sentAtMs, ends } = await callAll(ledger, [
    { worst: 40, cost: 40 },
    { worst: 60, cost: 10 },
  ]);
  expect(sentAtMs).toEqual([0, undefined]);
  expect(ends).toEqual([0, "spend-cap"]);
});

test("a wait that turns out to be in vain ends at the cap", async () => {
  const { ends } = await callAll(new SpendLedger(100), [
    { worst: 60, cost: 60 },
    { worst: 60, cost: 10 },
    { worst: 40, cost: 40 },
  ]);
  expect(ends).toEqual([0, "spend-cap", 10]);
});

test("a small call does not overtake a large one that waits for room", async () => {
  const { sentAtMs } = await callAll(new SpendLedger(100), [
    { worst: 60, cost: 0 },
    { worst: 90, cost: 0 },
    { worst: 10, cost: 0 },
  ]);
  expect(sentAtMs).toEqual([0, 10, 10]);
});

test("an unknown cost keeps its worst case as spent, and is counted", async () => {
  const ledger = new SpendLedger(1000);
  await callAll(ledger, [{ worst: 60 }, { worst: 30, throws: new Error() }, { worst: 5, cost: 4 }]);
  expect(ledger.totals).toEqual({
    sentCalls: 3,
    knownNanoUsd: 4,
    unknownCalls: 2,
    unknownWorstNanoUsd: 90,
    unboundedCalls: 0,
  });
});

test("a call that could not be noted was never sent, and costs nothing", async () => {
  const ledger = new SpendLedger(100);
  const { ends } = await callAll(ledger, [
    { worst: 60, throws: new HarnessError("storage", "disk full") },
  ]);
  expect(ends).toEqual(["storage"]);
  expect(ledger.totals).toEqual(nothingSpent);
  expect(ledger.reservedNanoUsd).toBe(0);
});

test("under a cap a call without a worst case is refused before anything is sent", async () => {
  const { sentAtMs, ends } = await callAll(new SpendLedger(100), [
    { worst: undefined },
    { worst: Number.NaN },
  ]);
  expect(sentAtMs).toEqual([undefined, undefined]);
  expect(ends).toEqual(["invalid-input", "invalid-input"]);
});

test("without a cap everything is sent, and counted as far as it is known", async () => {
  const ledger = new SpendLedger(undefined);
  await callAll(ledger, [{ worst: undefined }, { worst: 7 }, { worst: undefined, cost: 9 }]);
  expect(ledger.totals).toEqual({
    sentCalls: 3,
    knownNanoUsd: 9,
    unknownCalls: 2,
    unknownWorstNanoUsd: 7,
    unboundedCalls: 1,
  });
});

test("a resumed run starts from what was spent before", async () => {
  const before = { ...nothingSpent, sentCalls: 3, knownNanoUsd: 30, unknownWorstNanoUsd: 40 };
  const { ends } = await callAll(new SpendLedger(100, before), [{ worst: 30, cost: 1 }]);
  expect(ends).toEqual([0]);
  expect((await callAll(new SpendLedger(100, before), [{ worst: 31, cost: 1 }])).ends).toEqual([
    "spend-cap",
  ]);
});

test("a cap of nothing sends nothing that may cost", async () => {
  const { ends } = await callAll(new SpendLedger(0), [
    { worst: 0, cost: 0 },
    { worst: 1, cost: 0 },
  ]);
  expect(ends).toEqual([0, "spend-cap"]);
});

test("who waits for room is left when the run drains", async () => {
  const drain = new AbortController();
  const { ends } = await callAll(
    new SpendLedger(100),
    [
      { worst: 60, cost: 0 },
      { worst: 60, cost: 0 },
    ],
    drain.signal,
    async (clock) => {
      await clock.sleep(5, never);
      drain.abort();
    },
  );
  expect(ends).toEqual([0, "interrupted"]);
});

test("a call that cost more than its worst case counts in full, and stops the next ones", async () => {
  const ledger = new SpendLedger(100);
  const { ends } = await callAll(ledger, [
    { worst: 60, cost: 90 },
    { worst: 60, cost: 1 },
  ]);
  expect(ends).toEqual([0, "spend-cap"]);
  expect(ledger.totals.knownNanoUsd).toBe(90);
});

test("the cap's message names cap, spend and what the next call may cost", async () => {
  const ledger = new SpendLedger(2_000_000_000, { ...nothingSpent, knownNanoUsd: 1_500_000_000 });
  const room = { clock: new VirtualClock(), signal: never, drain: never };
  await expect(ledger.reserve(750_000_000, room)).rejects.toThrow(
    "the spend cap of $2 is reached: $1.5 is spent, and the next call may cost $0.75",
  );
});

test("a call that failed before it left is not counted, and its reservation is free again", async () => {
  const ledger = new SpendLedger(100);
  const unsent = { ...aFailure("authentication", 10), costNanoUsd: 0 };
  const provider = meteredProvider(
    { name: "inner", call: () => Promise.resolve(unsent) },
    { ledger, worstCaseNanoUsd: () => 60, drain: never },
  );
  await provider.call(aCall({}), new VirtualClock(), never);
  expect(ledger.totals).toEqual(nothingSpent);
  expect(ledger.reservedNanoUsd).toBe(0);
});
