import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  foldParts,
  type FoldPart,
  type FoldRule,
} from "../../../../src/datasets/logs/fold-parts.ts";
import { joinCalls } from "../../../../src/datasets/logs/join-calls.ts";
import type { LogAttempt, LogLine } from "../../../../src/datasets/logs/log-line.ts";

const rule: FoldRule = { joinsFailures: true, maxGapMs: 60_000 };
const runs = { seed: 20261125, numRuns: 100 };

interface Part extends Omit<FoldPart, "line" | "promptHash"> {
  readonly line: LogLine;
}

function aCall(id: string, startMs: number, more: Partial<Part> = {}): Part {
  const line: LogLine = { id, at_ms: startMs, attempts: [{ served_model: "m" }] };
  return { kind: "answer", line, startMs, endMs: startMs + 100, hasFailed: false, ...more };
}

function aFailure(id: string, startMs: number, more: Partial<Part> = {}): Part {
  const attempts: readonly LogAttempt[] = [{ error: { class: "rate_limit" } }];
  return aCall(id, startMs, { line: { id, at_ms: startMs, attempts }, hasFailed: true, ...more });
}

function aMeasure(attempt: LogAttempt): Part {
  const line: LogLine = { id: "", attempts: [attempt] };
  return { kind: "measure", line, startMs: undefined, endMs: undefined, hasFailed: false };
}

function aVerdict(accepted: boolean): Part {
  const line: LogLine = { id: "", accepted, attempts: [] };
  return { kind: "verdict", line, startMs: undefined, endMs: undefined, hasFailed: false };
}

function folded(parts: readonly Part[]) {
  const lazy = parts.map((part): FoldPart => ({
    promptHash: () => 0,
    ...part,
    line: () => part.line,
  }));
  return foldParts(lazy, rule).map(joinCalls);
}

/** The requests among the parts, which are the same in whatever order the parts stand. */
function foldedInAnyOrder(parts: readonly Part[]) {
  const plain = folded(parts);
  const whole = { minLength: parts.length, maxLength: parts.length };
  fc.assert(
    fc.property(fc.shuffledSubarray([...parts], whole), (shuffled) => {
      expect(folded(shuffled)).toEqual(plain);
    }),
    runs,
  );
  return plain;
}

describe("a call that two sides tell of", () => {
  test("counts once, with the times of the side that saw more of it", () => {
    const sdk = aCall("sdk", 0, { response: 7, chain: 1, endMs: 120 });
    const gateway = aCall("gateway", 10, { response: 7, chain: 2, endMs: 110 });
    const requests = foldedInAnyOrder([sdk, gateway]);
    expect(requests).toMatchObject([{ line: { id: "sdk" }, folded: 0 }]);
    expect(requests[0]?.corrections).toEqual([
      { was: { served_model: "m" }, is: undefined, atMs: 10 },
    ]);
  });

  test("keeps what only one side knows: the prompt of the one, the tokens of the other", () => {
    const asked = [{ role: "user", content: "2+2?" }];
    const sdkLine = { id: "sdk", at_ms: 0, messages: asked, attempts: [{ latency_ms: 120 }] };
    const sdk = aCall("sdk", 0, { response: 7, endMs: 120, kind: "call", line: sdkLine });
    const counted = [{ latency_ms: 100, first_token_ms: 9, input_tokens: 12, output_tokens: 1 }];
    const gatewayLine = { id: "gateway", at_ms: 10, redacted: true, attempts: counted } as const;
    const gateway = aCall("gateway", 10, { response: 7, endMs: 110, line: gatewayLine });
    const [request] = foldedInAnyOrder([sdk, gateway]);
    expect(request?.line).toMatchObject({
      id: "sdk",
      messages: asked,
      redacted: undefined,
      attempts: [{ latency_ms: 120, input_tokens: 12, output_tokens: 1 }],
    });
    expect(request?.line.attempts[0]?.first_token_ms).toBeUndefined();
    expect(request?.corrections).toHaveLength(2);
  });

  test("is two calls where the responses differ", () => {
    const requests = foldedInAnyOrder([
      aCall("one", 0, { response: 7 }),
      aCall("two", 10, { response: 8 }),
    ]);
    expect(requests.map(({ line }) => line.id)).toEqual(["one", "two"]);
  });
});

describe("a failure within a trace", () => {
  test("is joined with the next call of its own chain, not with a sibling's", () => {
    const requests = foldedInAnyOrder([
      aFailure("a1", 0, { chain: 1 }),
      aCall("b1", 150, { chain: 2 }),
      aCall("a2", 300, { chain: 1 }),
    ]);
    expect(requests.map(({ line, folded: joined }) => [line.id, joined])).toEqual([
      ["a1", 1],
      ["b1", 0],
    ]);
  });
});

describe("rows that only measure", () => {
  const small: LogAttempt = {
    served_model: "small",
    input_tokens: 40,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 8,
    cost_usd: 0.1,
  };

  test("add up to the call that another row tells of", () => {
    const timed = aCall("i", 0);
    const call = { ...timed, line: { ...timed.line, attempts: [{ route: "v", latency_ms: 9 }] } };
    const [request] = foldedInAnyOrder([
      call,
      aMeasure(small),
      aMeasure({ ...small, cost_usd: 0.2 }),
    ]);
    expect(request?.line.attempts).toMatchObject([
      {
        route: "v",
        served_model: "small",
        latency_ms: 9,
        input_tokens: 80,
        output_tokens: 16,
        cost_usd: 0.3,
      },
    ]);
  });

  test("name no model where they differ, and no total where one of them has no count", () => {
    const other = { ...small, served_model: "large", output_tokens: undefined };
    const [request] = folded([aCall("i", 0), aMeasure(small), aMeasure(other)]);
    expect(request?.line.attempts).toMatchObject([
      { served_model: "m", input_tokens: 80, output_tokens: undefined },
    ]);
  });

  test("take the latency from what caches alone answered", () => {
    const timed = aCall("i", 0);
    const call = { ...timed, line: { ...timed.line, attempts: [{ latency_ms: 2 }] } };
    const [request] = folded([call, aMeasure({ cache_hit: true, cost_usd: 0 })]);
    expect(request?.line.attempts).toMatchObject([{ cache_hit: true, latency_ms: undefined }]);
  });

  test("are no request without a call", () => {
    expect(folded([aMeasure(small)])).toEqual([]);
  });
});

test("one rejection among verdicts is a rejection, whichever came last", () => {
  const requests = foldedInAnyOrder([aCall("i", 0), aVerdict(false), aVerdict(true)]);
  expect(requests).toMatchObject([{ line: { accepted: false } }]);
});
