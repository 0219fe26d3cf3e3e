/**
 * Makes paid calls without end, 64 at once, against a provider that is not there, and prints the
 * number of each call once it was sent (`sent N`) and once its reply was handed on (`paid N`).
 * Usage: node attempt-writer.ts ATTEMPTS_JSONL
 */
import { aCall, aRecord, aReply } from "../unit/replay/builders.ts";
import { AttemptJournal } from "../../src/replay/attempt-journal.ts";
import { paidCalls } from "../../src/replay/paid-calls.ts";
import { RealClock } from "../../src/replay/real-clock.ts";
import { SpendLedger } from "../../src/replay/spend-ledger.ts";
import { writeSync } from "node:fs";

const journal = new AttemptJournal(process.argv[2]!);
const never = new AbortController().signal;
const clock = new RealClock();
// Written at once, not when the event loop gets to it: what was said survives a kill.
const say = (line: string): number => writeSync(1, `${line}\n`);
const provider = paidCalls(
  {
    name: "none",
    call: ({ record }) => {
      say(`sent ${record.ordinal}`);
      return Promise.resolve(aReply(`answer ${record.ordinal} `.padEnd(3000, "é"), 1));
    },
  },
  {
    journal,
    ledger: new SpendLedger(undefined),
    worstCaseNanoUsd: () => 100,
    estimateTokens: () => 1,
    policyKeys: ["policy"],
    storeText: "full",
    redact: (line) => line,
    nowMs: () => Date.now(),
    drain: never,
    slots: 64,
    earlier: undefined,
  },
);

let next = 0;
const worker = async (): Promise<void> => {
  for (;;) {
    const ordinal = next++;
    await provider.call(aCall({ record: aRecord(ordinal) }), clock, never);
    say(`paid ${ordinal}`);
  }
};
try {
  await clock.work(Array.from({ length: 64 }, () => worker));
} catch (error) {
  say(`ended ${(error as { readonly code?: string }).code}`);
}
