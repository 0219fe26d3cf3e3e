import { expect, test } from "vitest";
import type { ProviderReply } from "../../../src/core/provider.ts";
import type { Route } from "../../../src/core/route.ts";
import { limitedProvider, type LimitedOptions } from "../../../src/replay/limited-provider.ts";
import { RealClock } from "../../../src/replay/real-clock.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { aCall, aFailure, aRecord, aReply, aRoute } from "./builders.ts";

const never = new AbortController().signal;

interface Sent {
  readonly ordinal: number;
  readonly route: string;
  readonly atMs: number;
  readonly queuedMs: number | undefined;
}

/** A world with a virtual clock, where a call takes 10 ms and says what `answer` says. */
function aWorld(
  over: Partial<LimitedOptions> & {
    answer?: (ordinal: number, nowMs: number) => ProviderReply;
  } = {},
) {
  const clock = new VirtualClock();
  const sent: Sent[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const sentAtMs = new Map<number, number>();
  const { answer = () => aReply("yes", 10) } = over;
  const provider = limitedProvider(
    {
      name: "inner",
      call: async ({ record }, clockInForce, signal) => {
        sentAtMs.set(record.ordinal, clockInForce.nowMs());
        mostAtOnce = Math.max(mostAtOnce, (running += 1));
        const reply = answer(record.ordinal, clockInForce.nowMs());
        await clockInForce.sleep(reply.latencyMs ?? 0, signal);
        running -= 1;
        return reply;
      },
    },
    { estimateTokens: () => 0, drain: never, ...over },
  );
  /** A worker that makes calls of these ordinals one after the other, the first after a while. */
  const caller = (route: Route, ordinals: readonly number[], afterMs = 0, signal = never) => {
    return async (): Promise<void> => {
      await clock.sleep(afterMs, signal);
      for (const ordinal of ordinals) {
        const call = aCall({ record: aRecord(ordinal), route });
        const { queuedMs } = await provider.call(call, clock, signal);
        sent.push({ ordinal, route: route.name, atMs: sentAtMs.get(ordinal)!, queuedMs });
      }
    };
  };
  return { clock, sent, caller, provider, mostAtOnce: () => mostAtOnce };
}

const timesOf = (sent: readonly Sent[]) => sent.map(({ ordinal, atMs }) => [ordinal, atMs]);

test("a minute's worth of requests goes at once, the rest as the bucket refills", async () => {
  const { clock, sent, caller } = aWorld();
  const route = aRoute("small", { requestsPerMinute: 3 });
  await clock.work([0, 1, 2, 3, 4].map((ordinal) => caller(route, [ordinal])));
  expect(timesOf(sent)).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 20_000],
    [4, 40_000],
  ]);
  expect(sent.map(({ queuedMs }) => queuedMs)).toEqual([
    undefined,
    undefined,
    undefined,
    20_000,
    40_000,
  ]);
});

test("an odd rate never waits in steps too small to move the clock", async () => {
  const { clock, sent, caller } = aWorld();
  const route = aRoute("small", { requestsPerMinute: 7 });
  const ordinals = Array.from({ length: 200 }, (_, index) => index);
  await clock.work([caller(route, ordinals, 1e9 / 3)]);
  expect(sent).toHaveLength(200);
  expect(sent.at(-1)!.atMs).toBeCloseTo(1e9 / 3 + (193 * 60_000) / 7, 3);
});

test("no more calls at once than the route allows, in the order they came", async () => {
  const { clock, sent, caller, mostAtOnce } = aWorld();
  const route = aRoute("small", { maxConcurrency: 2 });
  await clock.work([0, 1, 2, 3, 4, 5, 6].map((ordinal) => caller(route, [ordinal])));
  expect(timesOf(sent)).toEqual([
    [0, 0],
    [1, 0],
    [2, 10],
    [3, 10],
    [4, 20],
    [5, 20],
    [6, 30],
  ]);
  expect(mostAtOnce()).toBe(2);
});

test("who waits for a slot holds up neither the clock nor another route", async () => {
  const { clock, sent, caller } = aWorld({
    answer: (ordinal) => aReply("yes", ordinal === 0 ? 5000 : 10),
  });
  const busy = aRoute("busy", { maxConcurrency: 1 });
  await clock.work([caller(busy, [0]), caller(busy, [1]), caller(aRoute("free"), [2, 3, 4])]);
  expect(timesOf(sent)).toEqual([
    [2, 0],
    [3, 10],
    [4, 20],
    [0, 0],
    [1, 5000],
  ]);
});

test("tokens are set aside by the estimate, and settled by what was used", async () => {
  const used = (output: number): ProviderReply => ({
    ...aReply("yes", 10),
    usage: {
      inputUncachedTokens: 50,
      inputCacheReadTokens: 25,
      inputCacheWriteTokens: undefined,
      outputTokens: output,
      outputReasoningTokens: undefined,
    },
  });
  const { clock, sent, caller } = aWorld({
    estimateTokens: () => 600,
    answer: (ordinal) => used(ordinal === 0 ? 25 : 525),
  });
  const route = aRoute("small", { tokensPerMinute: 1000 });
  await clock.work([0, 1, 2].map((ordinal) => caller(route, [ordinal])));
  // 600 of 1000 are set aside; 500 of them come back after 10 ms, and then 600 fit again.
  // Then 699.83 are taken (10 ms have refilled 0.17), and 299.83 are missing: 17,990 ms.
  expect(timesOf(sent).slice(0, 2)).toEqual([
    [0, 0],
    [1, 10],
  ]);
  expect(sent[2]!.atMs).toBeCloseTo(18_000, 6);
});

test("without known usage the estimate stands", async () => {
  const { clock, sent, caller } = aWorld({ estimateTokens: () => 1000 });
  const route = aRoute("small", { tokensPerMinute: 1000 });
  await clock.work([0, 1].map((ordinal) => caller(route, [ordinal])));
  expect(sent[1]!.atMs).toBe(60_000);
});

test("a request larger than the bucket goes when it is full, and the next one pays for it", async () => {
  const estimates = [100, 5000, 100];
  const { clock, sent, caller } = aWorld({
    estimateTokens: ({ record }) => estimates[record.ordinal]!,
  });
  const route = aRoute("small", { tokensPerMinute: 1000 });
  await clock.work([0, 1, 2].map((ordinal) => caller(route, [ordinal])));
  // 100 tokens refill in 6 s; 5,000 are 300 s, less the 54 s that the next one does not need.
  expect(timesOf(sent)).toEqual([
    [0, 0],
    [1, 6000],
    [2, 6000 + 300_000 - 54_000],
  ]);
});

const refusedOnce =
  (hintMs: number | undefined, kind: "rate_limit" | "overloaded" = "rate_limit") =>
  (ordinal: number): ProviderReply =>
    ordinal === 0
      ? {
          ...aFailure(kind, 10),
          result: { kind: "failure", failure: { kind, detail: undefined, retryAfterMs: hintMs } },
        }
      : aReply("yes", 10);

test.each([
  ["a hint is waited for", 7000, 7000],
  ["a hint of nothing is a second", 0, 1000],
  ["a negative hint is a second", -5, 1000],
  ["a hint of days is cut to two minutes", 1e12, 120_000],
  ["a hint without end is cut to two minutes", Infinity, 120_000],
  ["a hint that is no number is none", Number.NaN, 1000],
  ["without a hint the first pause is a second", undefined, 1000],
] as const)("%s, by the refused route alone", async (_claim, hintMs, pauseMs) => {
  const { clock, sent, caller } = aWorld({ answer: refusedOnce(hintMs) });
  await clock.work([caller(aRoute("small"), [0, 1, 2]), caller(aRoute("large"), [3, 4, 5])]);
  const byOrdinal = sent.toSorted((a, b) => a.ordinal - b.ordinal).map(({ atMs }) => atMs);
  expect(byOrdinal).toEqual([0, 10 + pauseMs, 20 + pauseMs, 0, 10, 20]);
});

test("an overloaded route is left in peace like a limited one", async () => {
  const { clock, sent, caller } = aWorld({ answer: refusedOnce(3000, "overloaded") });
  await clock.work([caller(aRoute("small"), [0, 1])]);
  expect(sent[1]).toMatchObject({ atMs: 3010, queuedMs: 3000 });
});

test("any other failure slows nothing down", async () => {
  const { clock, sent, caller } = aWorld({ answer: () => aFailure("transient_5xx", 10) });
  await clock.work([caller(aRoute("small"), [0, 1])]);
  expect(sent[1]!.atMs).toBe(10);
});

test("pauses without a hint double up to the longest, and get shorter once calls succeed", async () => {
  const good = new Set([6, 7]);
  const { clock, sent, caller } = aWorld({
    longestPauseMs: 8000,
    answer: (ordinal) => (good.has(ordinal) ? aReply("yes", 10) : aFailure("rate_limit", 10)),
  });
  await clock.work([caller(aRoute("small"), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])]);
  const pauses = sent.map(({ queuedMs }) => queuedMs ?? 0);
  expect(pauses).toEqual([0, 1000, 2000, 4000, 8000, 8000, 8000, 0, 0, 2000]);
});

test("calls refused together are one reason to pause, not one each", async () => {
  const { clock, sent, caller } = aWorld({
    answer: (ordinal) => (ordinal < 20 ? aFailure("rate_limit", 10) : aReply("yes", 10)),
  });
  const route = aRoute("small");
  const together = Array.from({ length: 20 }, (_, ordinal) => caller(route, [ordinal]));
  await clock.work([...together, caller(route, [20], 11)]);
  expect(sent.at(-1)!.atMs).toBe(1010);
});

test("an inner wait is added to the route's own", async () => {
  const { clock, sent, caller } = aWorld({ answer: () => ({ ...aReply("yes", 10), queuedMs: 3 }) });
  await clock.work([0, 1].map((o) => caller(aRoute("small", { maxConcurrency: 1 }), [o])));
  expect(sent.map(({ queuedMs }) => queuedMs)).toEqual([3, 13]);
});

test("a call that is broken off gives its slot back", async () => {
  const { clock, sent, caller } = aWorld({
    answer: (ordinal) => {
      if (ordinal === 0) throw new Error("broken off");
      return aReply("yes", 10);
    },
  });
  const route = aRoute("small", { maxConcurrency: 1 });
  await expect(clock.work([caller(route, [0]), caller(route, [1], 5)])).rejects.toThrow("broken");
  expect(timesOf(sent)).toEqual([[1, 5]]);
});

test("a wait ends cleanly when the run is draining, and what was sent ends by itself", async () => {
  const drain = new AbortController();
  const { clock, sent, caller } = aWorld({ drain: drain.signal });
  const route = aRoute("small", { requestsPerMinute: 1 });
  const left: unknown[] = [];
  const waiting = (ordinal: number) => () =>
    caller(route, [ordinal])().catch((error: unknown) => void left.push(error));
  await clock.work([
    ...[0, 1, 2].map(waiting),
    async () => {
      await clock.sleep(5, never);
      drain.abort();
    },
  ]);
  expect(timesOf(sent)).toEqual([[0, 0]]);
  expect(left).toMatchObject([{ code: "interrupted" }, { code: "interrupted" }]);
  expect(clock.nowMs()).toBe(10);
});

test("an aborted wait rejects with the abort's reason, and the others keep their turns", async () => {
  const { clock, sent, caller } = aWorld();
  const route = aRoute("small", { requestsPerMinute: 1 });
  const cut = new AbortController();
  await clock.work([
    caller(route, [0]),
    () => expect(caller(route, [1], 1, cut.signal)()).rejects.toThrow("enough"),
    caller(route, [2], 2),
    async () => {
      await clock.sleep(5, never);
      cut.abort(new Error("enough"));
    },
  ]);
  expect(timesOf(sent)).toEqual([
    [0, 0],
    [2, 60_000],
  ]);
});

test("a real clock's waits are the same, with its own timers", async () => {
  let nowMs = 0;
  const clock = new RealClock({
    now: () => nowMs,
    start: (callback, delayMs) => {
      queueMicrotask(() => {
        nowMs += delayMs;
        callback();
      });
      return () => undefined;
    },
  });
  const provider = limitedProvider(
    { name: "inner", call: () => Promise.resolve(aReply("yes", 10)) },
    { estimateTokens: () => 0, drain: never },
  );
  const call = aCall({ route: aRoute("small", { requestsPerMinute: 1 }) });
  await provider.call(call, clock, never);
  expect((await provider.call(call, clock, never)).queuedMs).toBe(60_000);
});

test("a pause is told once when it begins, not by each call that it meets", async () => {
  const pauses: (readonly [string, number])[] = [];
  const { clock, caller } = aWorld({
    answer: (ordinal) => {
      const refused = aFailure("rate_limit", 10);
      const failure = { kind: "rate_limit", detail: undefined, retryAfterMs: 30_000 } as const;
      return ordinal < 3 ? { ...refused, result: { kind: "failure", failure } } : aReply("yes", 10);
    },
    onPause: (route, pauseMs) => pauses.push([route, pauseMs]),
  });
  await clock.work([0, 1, 2, 3].map((ordinal) => caller(aRoute("small"), [ordinal])));
  expect(pauses).toEqual([["small", 30_000]]);
});

test("a call that never left takes nothing of its route's minute", async () => {
  const unsent: ProviderReply = {
    ...aFailure("authentication", 0),
    costNanoUsd: 0,
    latencyMs: 0,
  };
  const { clock, sent, caller } = aWorld({ answer: () => unsent, estimateTokens: () => 60 });
  const route = aRoute("dead", { requestsPerMinute: 1, tokensPerMinute: 60 });
  await clock.work([caller(route, [0, 1, 2])]);
  expect(timesOf(sent)).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ]);
});
