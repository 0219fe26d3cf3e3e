import type { ChaosConfig, ChatCompletionRequest, JournalEntry } from "@copilotkit/aimock";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Metrics } from "../../src/core/metrics.ts";
import type { JsonObject } from "../../src/core/json.ts";
import {
  aimockRegistry,
  chatPolicy,
  lanesPolicy,
  promptOf,
  startParityMock,
  tokensOf,
  type ParityMock,
} from "../support/aimock.ts";
import { aParityWorkspace, LANES, PARITY_RECORDS } from "../support/parity-workspace.ts";
import { numbersOnly, type Finished } from "../support/routeproof.ts";

const wires = ["chat", "responses", "messages", "gemini"] as const;
const space = aParityWorkspace({ TEST_AIMOCK_KEY: "canary-aimock-9d2c6f1a8e" });
let peer: ParityMock;

beforeAll(async () => {
  peer = await startParityMock();
  space.write("registry.yaml", aimockRegistry(peer.url));
  space.write("chat.yaml", chatPolicy);
  space.write("lanes.yaml", lanesPolicy());
  space.write("timed.yaml", lanesPolicy(", first_token_timeout_ms: 15000"));
}, 60_000);

afterEach(() => void peer.mock.clearChaos());

afterAll(async () => {
  await peer?.mock.stop();
  space.remove();
});

/** A run of its own, with what the peer saw of it. */
async function live(
  out: string,
  candidate: "lanes" | "timed",
  ...more: readonly string[]
): Promise<{ readonly done: Finished; readonly seen: readonly JournalEntry[] }> {
  const before = peer.journal().length;
  const done = await space.run(
    out,
    { baseline: "chat.yaml", candidate: `${candidate}.yaml` },
    `--registry=${space.path("registry.yaml")}`,
    "--provider=live",
    "--max-spend=1",
    numbersOnly,
    ...more,
  );
  return { done, seen: peer.journal().slice(before) };
}

function bodyOf({ body }: JournalEntry): ChatCompletionRequest {
  return body as ChatCompletionRequest;
}

function servedBy(run: string, arm: "chat" | "lanes"): Readonly<Record<string, Metrics>> {
  return space.comparison(run).policies[arm]?.served_routes ?? {};
}

/** Requests of a run whose calls are all tried once: what both policies ask over chat is sent once. */
function sentFor(records: number): number {
  return 2 * records - records / LANES;
}

describe.each(["lanes", "timed"] as const)(
  "a run of the policy %s over four wires",
  (candidate) => {
    const isStreamed = candidate === "timed";
    let done: Finished;
    let seen: readonly JournalEntry[];

    beforeAll(async () => {
      ({ done, seen } = await live(`good-${candidate}`, candidate));
    });

    test("gets the right answer to everything, with one request each", () => {
      expect(done.stderr).toContain("exit 0: promote");
      const { policies } = space.comparison(`good-${candidate}`);
      for (const arm of ["chat", "lanes"]) {
        expect(policies[arm]?.overall).toMatchObject({
          accepted: PARITY_RECORDS,
          attempts: PARITY_RECORDS,
        });
      }
      expect(seen).toHaveLength(sentFor(PARITY_RECORDS));
      expect(space.manifest(`good-${candidate}`).spend).toMatchObject({
        sent: seen.length,
        unknown_calls: 0,
      });
    });

    test("asks for streams where the policy times the first token, and only there", () => {
      // Gemini's wire says it in its path; aimock journals it there and in the body alike.
      const streams = seen.filter((entry) => bodyOf(entry).stream === true);
      expect(streams).toHaveLength(isStreamed ? seen.length : 0);
      for (const wire of wires) {
        const { p50_ms: p50 } = servedBy(`good-${candidate}`, "lanes")[wire]!.first_token;
        if (isStreamed) expect(p50.value).toBeGreaterThan(0);
        else expect(p50.value).toBeNull();
      }
    });

    test.each(wires)("counts the tokens that aimock reports over %s", (wire) => {
      const prompts = seen.filter((entry) => bodyOf(entry).model === `m-${wire}`).map(bodyOf);
      const tokens = prompts.map((body) => tokensOf(promptOf(body)));
      const sumOf = (kind: "input" | "output"): number =>
        tokens.reduce((sum, count) => sum + count[kind], 0);
      // The baseline asks over chat alone, and shares what the candidate asks over it.
      const arm = wire === "chat" ? "chat" : "lanes";
      const counted = servedBy(`good-${candidate}`, arm)[wire]!;
      expect(prompts).toHaveLength(wire === "chat" ? PARITY_RECORDS : PARITY_RECORDS / LANES);
      expect(counted.tokens).toMatchObject({
        input_uncached: sumOf("input"),
        output: sumOf("output"),
        unknown_attempts: 0,
      });
    });

    test("knows the served model where the wire tells it", () => {
      const { served_models } = space.comparison(`good-${candidate}`).policies["lanes"]!.overall;
      // Google names its model in `modelVersion`, which aimock leaves out.
      expect(Object.keys(served_models).toSorted()).toEqual([
        "m-chat",
        "m-messages",
        "m-responses",
      ]);
    });
  },
);

const faults = [
  // Its 429 and 500 have the body of OpenAI's errors on every surface: the status decides.
  ["rateLimit", { rateLimitRate: 1 }, "rate_limit", 2],
  ["drop", { dropRate: 1 }, "transient_5xx", 2],
  ["malformed", { malformedRate: 1 }, "invalid_response", 1],
  ["disconnect", { disconnectRate: 1 }, "connection", 2],
] as const satisfies readonly (readonly [string, ChaosConfig, string, number])[];

describe.each(faults)("under its chaos %s", (action, chaos, kind, tries) => {
  const records = 2 * LANES;

  test.each(["lanes", "timed"] as const)(
    `each call of the policy %s is ${kind}, tried ${tries} times`,
    async (candidate) => {
      peer.mock.setChaos(chaos);
      const out = `${action}-${candidate}`;
      const { seen } = await live(out, candidate, `--limit=${records}`);
      // A connection that breaks is no answer: it is shared by those alone who wait for it.
      if (kind === "connection") {
        expect(seen.length).toBeGreaterThanOrEqual(sentFor(records) * tries);
        expect(seen.length).toBeLessThanOrEqual(2 * records * tries);
      } else expect(seen).toHaveLength(sentFor(records) * tries);
      expect(seen.every(({ response }) => response.chaosAction === action)).toBe(true);
      const { overall, routes } = space.comparison(out).policies["lanes"]!;
      expect(overall.errors).toEqual({ [kind]: records });
      expect(overall.attempts).toBe(records * tries);
      expect(overall.retry_rate.value).toBe(tries - 1);
      for (const wire of wires) {
        expect(routes[wire]?.attempt_errors).toEqual({ [kind]: (records / LANES) * tries });
      }
      expect(space.manifest(out).spend?.sent).toBe(seen.length);
    },
  );
});

test("a retry after its 429 waits as long as aimock asks, a second, and not much longer", () => {
  const outcomes = space.lines("rateLimit-lanes", "outcomes.jsonl");
  const retries = outcomes.flatMap(({ attempts }) => (attempts as readonly JsonObject[]).slice(1));
  expect(retries).toHaveLength(outcomes.length);
  for (const { waited_ms } of retries) {
    expect(waited_ms).toBeGreaterThanOrEqual(1000);
    expect(waited_ms).toBeLessThan(2000);
  }
});

test("whatever its chaos draws, our counts by kind are those of its journal", async () => {
  peer.mock.setChaos({ dropRate: 0.2, malformedRate: 0.2, disconnectRate: 0.2 });
  const { seen } = await live("mixed", "timed");
  const kinds = { drop: "transient_5xx", malformed: "invalid_response", disconnect: "connection" };
  const finished = space.lines("mixed", "attempts.jsonl").filter(({ event }) => event === "finish");
  expect(finished).toHaveLength(seen.length);
  for (const [action, kind] of Object.entries(kinds)) {
    const ours = finished.filter(
      ({ failure }) => (failure as { readonly class?: string } | undefined)?.class === kind,
    );
    const theirs = seen.filter(({ response }) => response.chaosAction === action);
    expect([kind, ours.length]).toEqual([kind, theirs.length]);
  }
  const good = seen.filter(({ response }) => response.chaosAction === undefined);
  expect(finished.filter(({ status }) => status === "response")).toHaveLength(good.length);
});

test("a stream that aimock cuts off is no answer over any wire, and is asked once more", async () => {
  // Its pause before each chunk lets the first ones leave before the socket is destroyed.
  const cut = { chunkSize: 1, truncateAfterChunks: 4, latency: 20 };
  peer.mock.clearFixtures().onMessage("number", { content: "odd, or even" }, cut);
  const records = 2 * LANES;
  const { seen } = await live("cut", "timed", `--limit=${records}`);
  expect(seen).toHaveLength(2 * sentFor(records));
  expect(seen.every(({ response }) => response.interrupted === true)).toBe(true);
  const { overall } = space.comparison("cut").policies["lanes"]!;
  expect(overall.errors).toEqual({ stream_interrupted: records });
  // What a broken stream costs nobody knows: it counts as spent with its worst case.
  expect(space.manifest("cut").spend).toMatchObject({ usd: 0, unknown_calls: seen.length });
});
