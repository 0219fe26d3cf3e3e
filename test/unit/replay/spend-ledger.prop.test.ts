import fc from "fast-check";
import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { ProviderReply } from "../../../src/core/provider.ts";
import { meteredProvider } from "../../../src/replay/metered-provider.ts";
import { SpendLedger } from "../../../src/replay/spend-ledger.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { aCall, aRecord, aReply } from "./builders.ts";

const never = new AbortController().signal;

const aPlannedCall = fc.record({
  worst: fc.nat({ max: 1000 }),
  /** What is really paid, as a share of the worst case. */
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  isUnknown: fc.boolean(),
  isBrokenOff: fc.constantFrom(false, false, false, true),
  latencyMs: fc.nat({ max: 50 }),
});

test("50 workers with any costs never pass the cap, and every call is counted once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aPlannedCall, { minLength: 100, maxLength: 300 }),
      fc.nat({ max: 40_000 }),
      async (planned, cap) => {
        const clock = new VirtualClock();
        const ledger = new SpendLedger(cap);
        let sent = 0;
        let mostNanoUsd = 0;
        const look = (): void => {
          mostNanoUsd = Math.max(mostNanoUsd, ledger.spentNanoUsd + ledger.reservedNanoUsd);
        };
        const provider = meteredProvider(
          {
            name: "inner",
            call: async ({ record }, clockInForce, signal): Promise<ProviderReply> => {
              const plan = planned[record.ordinal]!;
              sent += 1;
              look();
              await clockInForce.sleep(plan.latencyMs, signal);
              if (plan.isBrokenOff) throw new Error("broken off");
              const costNanoUsd = plan.isUnknown ? undefined : Math.floor(plan.share * plan.worst);
              return { ...aReply("yes", plan.latencyMs), costNanoUsd };
            },
          },
          {
            ledger,
            worstCaseNanoUsd: ({ record }) => planned[record.ordinal]!.worst,
            drain: never,
          },
        );
        let next = 0;
        let refused = 0;
        const worker = async (): Promise<void> => {
          while (next < planned.length) {
            const call = aCall({ record: aRecord(next++) });
            await provider.call(call, clock, never).catch((error: unknown) => {
              if (error instanceof HarnessError && error.code === "spend-cap") refused += 1;
            });
            look();
          }
        };
        await clock.work(Array.from({ length: 50 }, () => worker));
        expect(mostNanoUsd).toBeLessThanOrEqual(cap);
        expect(ledger.reservedNanoUsd).toBe(0);
        expect(ledger.totals.sentCalls).toBe(sent);
        expect(sent + refused).toBe(planned.length);
      },
    ),
    { seed: 20261125, numRuns: 60 },
  );
});
