import { mkdtempSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Provider } from "../../../src/core/provider.ts";
import type { Router } from "../../../src/core/router.ts";
import { AttemptJournal, type Disk } from "../../../src/replay/attempt-journal.ts";
import { paidCalls, workersFor, type PaidCallsOptions } from "../../../src/replay/paid-calls.ts";
import { replay, type ReplayEnd } from "../../../src/replay/replay.ts";
import { resumeAttempts } from "../../../src/replay/resume-attempts.ts";
import { SpendLedger } from "../../../src/replay/spend-ledger.ts";
import { TrialIntake } from "../../../src/replay/trial-intake.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { aCall, aFailure, aPolicy, aRecord, aReply, aRoute } from "./builders.ts";
import { restOfRouter } from "../../support/policy-defaults.ts";

const never = new AbortController().signal;

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "paid-"));
  path = join(folder, "attempts.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

function optionsWith(over: Partial<PaidCallsOptions>): PaidCallsOptions {
  return {
    ledger: new SpendLedger(undefined),
    journal: new AttemptJournal(path),
    earlier: undefined,
    slots: 50,
    worstCaseNanoUsd: () => 100,
    estimateTokens: () => 10,
    policyKeys: ["policy"],
    storeText: "full",
    redact: (line) => line,
    nowMs: () => 0,
    drain: never,
    ...over,
  };
}

/** A disk that tells of each line, and refuses those that `refuses` picks. */
function tellingDisk(told: string[], refuses: (text: string) => boolean = () => false): Disk {
  return {
    gather: () => Promise.resolve(),
    append: async (descriptor, bytes) => {
      await new Promise((resolve) => setImmediate(resolve));
      const text = bytes.toString();
      if (refuses(text)) throw new Error("no space left on device");
      writeSync(descriptor, bytes);
      told.push(text.includes('"event":"start"') ? "start written" : "finish written");
    },
    sync: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      told.push("synced");
    },
  };
}

test("reserve, note the start, send, note the finish, settle: in this order", async () => {
  const told: string[] = [];
  const ledger = new SpendLedger(1000);
  const journal = new AttemptJournal(path, {
    ...tellingDisk(told),
    sync: () => Promise.resolve(void told.push(`synced with ${ledger.reservedNanoUsd} reserved`)),
  });
  const live: Provider = {
    name: "live",
    call: () => {
      told.push(`sent with ${ledger.reservedNanoUsd} reserved`);
      return Promise.resolve(aReply("yes", 10));
    },
  };
  const provider = paidCalls(live, optionsWith({ ledger, journal }));
  await provider.call(aCall(), new VirtualClock(), never);
  expect(told).toEqual([
    "start written",
    "synced with 100 reserved",
    "sent with 100 reserved",
    "finish written",
    "synced with 100 reserved",
  ]);
  expect([ledger.spentNanoUsd, ledger.reservedNanoUsd]).toEqual([5, 0]);
  await journal.close();
});

test("a call whose start cannot be noted is not sent, and costs nothing", async () => {
  let sent = 0;
  const ledger = new SpendLedger(1000);
  const journal = new AttemptJournal(
    path,
    tellingDisk([], () => true),
  );
  const live: Provider = {
    name: "live",
    call: () => Promise.resolve(aReply("yes", (sent += 1))),
  };
  const provider = paidCalls(live, optionsWith({ ledger, journal }));
  await expect(provider.call(aCall(), new VirtualClock(), never)).rejects.toMatchObject({
    code: "storage",
  });
  expect(sent).toBe(0);
  expect(ledger.totals.sentCalls).toBe(0);
  expect(ledger.reservedNanoUsd).toBe(0);
});

test("a paid reply whose finish cannot be noted is handed on, and then nothing more is sent", async () => {
  const ledger = new SpendLedger(1000);
  const disk = tellingDisk([], (text) => text.includes('"event":"finish"'));
  const journal = new AttemptJournal(path, disk);
  const live: Provider = { name: "live", call: () => Promise.resolve(aReply("yes", 10)) };
  const provider = paidCalls(live, optionsWith({ ledger, journal }));
  const clock = new VirtualClock();
  expect(await provider.call(aCall(), clock, never)).toEqual(aReply("yes", 10));
  expect(ledger.spentNanoUsd).toBe(5);
  await expect(provider.call(aCall(), clock, never)).rejects.toMatchObject({ code: "storage" });
  await expect(journal.close()).rejects.toMatchObject({ code: "storage" });
});

/** Calls once, and once more after a failure. */
const router: Router = {
  ...restOfRouter,
  decide: () => ({ route: "small", because: "test", chain: [], considered: [], review: [] }),
  next: (_view, _decision, soFar) => {
    if (soFar.at(-1)?.result.kind === "response") return { kind: "answer" };
    if (soFar.length === 2) return { kind: "give_up", because: "spent" };
    return {
      kind: "call",
      route: "small",
      attempt: soFar.length === 0 ? "first" : "retry",
      because: "test",
      waitMs: 0,
      isUnreviewed: false,
    };
  },
};

interface Session {
  readonly end: ReplayEnd;
  readonly kept: readonly Outcome[];
  readonly sent: readonly string[];
  readonly mostInFlight: number;
  readonly ledger: SpendLedger;
}

/** One session of a run over 200 records on a virtual clock; each call costs 60 of at most 100. */
async function aSession(
  done: ReadonlyMap<number, Outcome>,
  over: { cap?: number; drainAtMs?: number; maxConcurrency?: number } = {},
): Promise<Session> {
  const clock = new VirtualClock();
  const hasOutcome = (ordinal: number): boolean => done.has(ordinal);
  const earlier = await resumeAttempts(path, hasOutcome);
  const ledger = new SpendLedger(over.cap, earlier.spent);
  const journal = new AttemptJournal(path);
  const drain = new AbortController();
  const sent: string[] = [];
  const kept: Outcome[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const live: Provider = {
    name: "live",
    call: async ({ record, attemptIndex }, clockInForce, signal) => {
      sent.push(`${record.id}/${attemptIndex}`);
      mostInFlight = Math.max(mostInFlight, (inFlight += 1));
      await clockInForce.sleep(100, signal);
      inFlight -= 1;
      if (clockInForce.nowMs() >= (over.drainAtMs ?? Infinity)) drain.abort();
      const isFirstTry = attemptIndex === 0 && record.ordinal % 5 === 0;
      const reply = isFirstTry ? aFailure("transient_5xx", 100) : aReply("yes", 100);
      return { ...reply, costNanoUsd: 60 };
    },
  };
  const intake = new TrialIntake(oneBatch(), {
    arms: [0],
    repeats: [0],
    onRecord: () => undefined,
    isDone: hasOutcome,
  });
  const end = await replay(
    intake,
    {
      arms: [{ policy: aPolicy(), router }],
      routes: new Map([
        ["small", aRoute("small", { maxConcurrency: over.maxConcurrency, requestsPerMinute: 120 })],
      ]),
      provider: paidCalls(
        live,
        optionsWith({ ledger, journal, earlier, drain: drain.signal, slots: 50 }),
      ),
      scorer: {
        graders: [],
        checkSchema: () => undefined,
        grade: () => ({ accepted: true, score: 1, schemaValid: undefined, scores: [] }),
      },
      clock,
      asOfMs: 0,
      signal: never,
      streams: false,
    },
    {
      concurrency: workersFor(50),
      drain: drain.signal,
      onOutcome: (outcome) => void kept.push(outcome),
    },
  );
  await journal.close();
  return { end, kept, sent, mostInFlight, ledger };
}

async function* oneBatch() {
  yield await Promise.resolve(Array.from({ length: 200 }, (_, ordinal) => aRecord(ordinal)));
}

test("63 workers on 50 slots, three to the route, get through a virtual day without a jam", async () => {
  const { end, kept, sent, mostInFlight, ledger } = await aSession(new Map(), {
    maxConcurrency: 3,
  });
  expect(end).toEqual({ spendCap: undefined, leftTrials: 0 });
  expect(kept).toHaveLength(200);
  expect(sent).toHaveLength(240);
  expect(mostInFlight).toBe(3);
  expect(ledger.totals).toMatchObject({ sentCalls: 240, knownNanoUsd: 240 * 60 });
  expect(workersFor(50)).toBe(63);
});

test("without a limit of the route, never more calls in flight than slots", async () => {
  expect((await aSession(new Map())).mostInFlight).toBe(50);
});

test("sessions that end at their caps or by a drain pay every attempt once between them", async () => {
  const done = new Map<number, Outcome>();
  const sent: string[] = [];
  const ends: (string | undefined)[] = [];
  for (const over of [{ cap: 3000 }, { drainAtMs: 5000 }, { cap: 13_000 }, { cap: 20_000 }]) {
    const session = await aSession(done, over);
    for (const outcome of session.kept) done.set(outcome.ordinal, outcome);
    sent.push(...session.sent);
    ends.push(session.end.spendCap?.code);
    if (over.cap !== undefined) expect(session.ledger.spentNanoUsd).toBeLessThanOrEqual(over.cap);
    expect(session.ledger.reservedNanoUsd).toBe(0);
    expect(session.ledger.spentNanoUsd).toBe(60 * sent.length);
  }
  expect(ends).toEqual(["spend-cap", undefined, "spend-cap", undefined]);
  expect(done.size).toBe(200);
  expect(sent).toHaveLength(240);
  expect(new Set(sent).size).toBe(240);
});

test("a trial that was left at the cap goes on where it was, with the reply it had paid for", async () => {
  const first = await aSession(new Map(), { cap: 100 });
  expect(first.sent).toEqual(["r0/0"]);
  expect(first.kept).toEqual([]);
  const second = await aSession(new Map());
  expect(second.sent).not.toContain("r0/0");
  const outcome = second.kept.find(({ ordinal }) => ordinal === 0);
  expect(outcome?.attempts.map(({ evidence }) => evidence?.source)).toEqual([
    "earlier_session",
    undefined,
  ]);
});

test("a route without a price under a cap ends the replay before anything is sent", async () => {
  const live: Provider = { name: "live", call: () => Promise.reject(new Error("was sent")) };
  const journal = new AttemptJournal(path);
  const options = optionsWith({
    ledger: new SpendLedger(1000),
    journal,
    worstCaseNanoUsd: () => undefined,
  });
  const call = paidCalls(live, options).call(aCall(), new VirtualClock(), never);
  await expect(call).rejects.toBeInstanceOf(HarnessError);
  await expect(call).rejects.toThrow('route "small": what a call costs at most is not known');
  await journal.close();
  expect((await resumeAttempts(path, () => false)).spent.sentCalls).toBe(0);
});
