import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Provider, ProviderCall, ProviderReply } from "../../../src/core/provider.ts";
import { AttemptJournal } from "../../../src/replay/attempt-journal.ts";
import { earlierSessionProvider } from "../../../src/replay/earlier-session-provider.ts";
import { journalledProvider } from "../../../src/replay/journalled-provider.ts";
import { resumeAttempts } from "../../../src/replay/resume-attempts.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { anyReply } from "./any-reply.ts";
import { aCall, aFailure, aRecord, aReply, aRoute } from "./builders.ts";

const never = new AbortController().signal;
const clock = new VirtualClock();
const nothingKept = (): boolean => false;

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attempts-"));
  path = join(folder, "attempts.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

type Answer = ProviderReply | Error;

/** One session: makes each call in turn; an error stands for a call that the session's end cut off. */
async function session(
  calls: readonly (readonly [call: Partial<ProviderCall>, answer: Answer])[],
  over: { storeText?: "full" | "none"; worst?: number | undefined } = {},
): Promise<void> {
  const journal = new AttemptJournal(path);
  let next = 0;
  const provider = journalledProvider(
    {
      name: "live",
      call: () => {
        const answer = calls[next++]![1];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
    {
      journal,
      worstCaseNanoUsd: () => ("worst" in over ? over.worst : 1000),
      policyKeys: ["base", "cand"],
      storeText: over.storeText ?? "full",
      redact: (line) => line,
      nowMs: () => Date.UTC(2026, 10, 25, 12),
    },
  );
  for (const [call] of calls) {
    await provider.call(aCall(call), clock, never).catch(() => undefined);
  }
  await journal.close();
}

const of = (ordinal: number, attemptIndex = 0): Partial<ProviderCall> => ({
  record: aRecord(ordinal),
  attemptIndex,
});
const cutOff = new Error("killed");

/** What answers in the next session: `inner` says which call it was asked. */
async function nextSession(hasOutcome = nothingKept) {
  const asked: string[] = [];
  const inner: Provider = {
    name: "live",
    call: ({ record, attemptIndex }) => {
      asked.push(`${record.id}/${attemptIndex}`);
      return Promise.resolve(aReply("called again", 1));
    },
  };
  const earlier = await resumeAttempts(path, hasOutcome);
  const provider = earlierSessionProvider(inner, earlier.finished);
  const call = (over: Partial<ProviderCall>) => provider.call(aCall(over), clock, never);
  return { earlier, call, asked };
}

/** Refusals of a key are not kept for the next session. */
function isNoRefusal({ result }: ProviderReply): boolean {
  return result.kind !== "failure" || result.failure.kind !== "authentication";
}

test("whatever was replied comes back whole from the file", async () => {
  await fc.assert(
    fc.asyncProperty(anyReply.filter(isNoRefusal), async (reply) => {
      rmSync(path, { force: true });
      await session([[{}, reply]]);
      const { finished } = await resumeAttempts(path, nothingKept);
      expect([...finished.values()].map((attempt) => attempt.reply)).toEqual([reply]);
    }),
    { seed: 20261125, numRuns: 100 },
  );
});

test("a start says which attempt of which policy it is, and what it may cost", async () => {
  await session([[{ ...of(3, 1), arm: 1, repeat: 2 }, aReply("yes", 10)]]);
  expect(JSON.parse(readFileSync(path, "utf8").split("\n")[0]!)).toEqual({
    event: "start",
    at: "2026-11-25T12:00:00.000Z",
    record: "r3",
    ordinal: 3,
    policy: "cand",
    arm: 1,
    repeat: 2,
    attempt: 1,
    route: "small",
    worst_case_usd: 0.000001,
  });
});

test("a finished attempt is answered from the earlier session, once, and says so", async () => {
  const paid = { ...aReply("paid", 10), queuedMs: 7, evidence: { httpStatus: 200 } };
  await session([[of(0), paid]]);
  const { call, asked } = await nextSession();
  const { queuedMs: _queuedMs, ...reply } = paid;
  expect(await call(of(0))).toEqual({
    ...reply,
    evidence: { httpStatus: 200, source: "earlier_session" },
  });
  expect(asked).toEqual([]);
  await call(of(0));
  expect(asked).toEqual(["r0/0"]);
});

test("a refused key is tried again: nothing was paid, and by now it may be another", async () => {
  await session([[of(0), aFailure("authentication", 10)]]);
  const { call, asked } = await nextSession();
  await call(of(0));
  expect(asked).toEqual(["r0/0"]);
});

test("a call that never left its session is not counted as sent", async () => {
  const unsent = { ...aFailure("connection", 10), costNanoUsd: 0 };
  const answeredBadly = { ...unsent, evidence: { httpStatus: 500 } };
  await session([
    [of(0), unsent],
    [of(1), answeredBadly],
  ]);
  const { earlier } = await nextSession();
  expect(earlier.spent).toMatchObject({ sentCalls: 1, knownNanoUsd: 0, unknownCalls: 0 });
});

test("another attempt, policy, repeat, route or record is not answered from it", async () => {
  await session([[of(0), aReply("paid", 10)]]);
  const { call, asked } = await nextSession();
  await call(of(0, 1));
  await call({ ...of(0), arm: 1 });
  await call({ ...of(0), repeat: 1 });
  await call({ ...of(0), route: aRoute("large") });
  await call({ record: { ...aRecord(0), id: "other" } });
  expect(asked).toHaveLength(5);
});

test("a start without a finish is unknown: counted with its worst case, and done again", async () => {
  await session([
    [of(0), aReply("paid", 10)],
    [of(0, 1), cutOff],
  ]);
  const { earlier, call, asked } = await nextSession();
  expect(earlier.unknown).toMatchObject([
    {
      name: { record: "r0", attempt: 1, route: "small" },
      at: "2026-11-25T12:00:00.000Z",
      worstNanoUsd: 1000,
      isDoneAgain: true,
    },
  ]);
  expect(earlier.spent).toEqual({
    sentCalls: 2,
    knownNanoUsd: 5,
    unknownCalls: 1,
    unknownWorstNanoUsd: 1000,
    unboundedCalls: 0,
  });
  await call(of(0));
  await call(of(0, 1));
  expect(asked).toEqual(["r0/1"]);
});

test("a start without a finish whose trial has an outcome is listed, but not done again", async () => {
  await session([[of(0), cutOff]]);
  const { unknown } = await resumeAttempts(path, (ordinal) => ordinal === 0);
  expect(unknown).toMatchObject([{ worstNanoUsd: 1000, isDoneAgain: false }]);
});

test("an attempt that three sessions began is one reply, and two of unknown result", async () => {
  await session([[of(0), cutOff]]);
  await session([[of(0), cutOff]]);
  await session([[of(0), aReply("paid", 10)]]);
  const { earlier, call } = await nextSession();
  expect(earlier.unknown).toHaveLength(2);
  expect(earlier.spent).toMatchObject({ sentCalls: 3, knownNanoUsd: 5, unknownWorstNanoUsd: 2000 });
  expect((await call(of(0))).result).toEqual(aReply("paid", 10).result);
});

test("replies of a trial that has its outcome are used up, but their cost counts", async () => {
  await session([
    [of(0), aReply("paid", 10)],
    [of(1), aReply("paid", 10)],
  ]);
  const { finished, spent } = await resumeAttempts(path, (ordinal) => ordinal === 0);
  expect([...finished.values()].map(({ name }) => name.record)).toEqual(["r1"]);
  expect(spent.knownNanoUsd).toBe(10);
});

test("a reply of unknown cost counts with the worst case of its start", async () => {
  await session([[of(0), { ...aReply("paid", 10), costNanoUsd: undefined }]]);
  const { spent, unknown } = await resumeAttempts(path, nothingKept);
  expect(unknown).toEqual([]);
  expect(spent).toMatchObject({ unknownCalls: 1, unknownWorstNanoUsd: 1000, unboundedCalls: 0 });
});

test("without a known worst case the unknown is counted as unbounded", async () => {
  await session([[of(0), cutOff]], { worst: undefined });
  const { spent } = await resumeAttempts(path, nothingKept);
  expect(spent).toMatchObject({ unknownCalls: 1, unknownWorstNanoUsd: 0, unboundedCalls: 1 });
});

test("without texts no word is kept, the cost counts, and the call is made again", async () => {
  const secret = "the-answer";
  await session([[of(0), aReply(secret, 10)]], { storeText: "none" });
  expect(readFileSync(path, "utf8")).not.toContain(secret);
  const { earlier, call, asked } = await nextSession();
  expect(earlier.spent.knownNanoUsd).toBe(5);
  expect(earlier.unknown).toEqual([]);
  await call(of(0));
  expect(asked).toEqual(["r0/0"]);
});

test("a torn last line is cut off and its length said, and its attempt is unknown", async () => {
  await session([[of(0), aReply("paid", 10)]]);
  const whole = readFileSync(path, "utf8");
  const firstEnd = whole.indexOf("\n") + 1;
  writeFileSync(path, whole.slice(0, -5));
  const { earlier } = await nextSession();
  expect(earlier.tornBytes).toBe(whole.length - 5 - firstEnd);
  expect(earlier.finished.size).toBe(0);
  expect(earlier.unknown).toHaveLength(1);
  expect(readFileSync(path, "utf8")).toBe(whole.slice(0, firstEnd));
});

test("a session that began no call yet has nothing to give", async () => {
  expect(await resumeAttempts(path, nothingKept)).toMatchObject({ unknown: [], tornBytes: 0 });
});

test.each([
  ["broken JSON", '{"event":"start"'],
  ["another kind of line", '{"record":"r0","attempts":[]}'],
  ["nothing", "null"],
])("%s in the middle is an error with its line", async (_claim, damage) => {
  await session([[of(0), aReply("paid", 10)]]);
  appendFileSync(path, `${damage}\n`);
  await expect(resumeAttempts(path, nothingKept)).rejects.toThrow(
    `${path}:3: this line is damaged`,
  );
});

test("an aborted call is not answered from an earlier session", async () => {
  await session([[of(0), aReply("paid", 10)]]);
  const { finished } = await resumeAttempts(path, nothingKept);
  const provider = earlierSessionProvider(
    { name: "live", call: () => Promise.resolve(aReply("yes", 1)) },
    finished,
  );
  const aborted = AbortSignal.abort(new Error("enough"));
  await expect(provider.call(aCall(of(0)), clock, aborted)).rejects.toThrow("enough");
});
