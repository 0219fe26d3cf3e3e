import { afterAll, beforeAll, expect, test } from "vitest";
import { drilledText, type DrilledReply } from "../../src/core/drilled-reply.ts";
import { failureKinds, type FailureKind } from "../../src/core/failure.ts";
import { canSay } from "../../src/providers/fault-answer.ts";
import { startFaultServer, type FaultServer } from "../../src/providers/fault-server.ts";
import { createLiveProvider } from "../../src/providers/live/live-provider.ts";
import { wires } from "../../src/providers/live/wires.ts";
import { RealClock } from "../../src/replay/real-clock.ts";
import { aCall, aRecord, aRoute } from "../unit/replay/builders.ts";
import type { ProviderReply } from "../../src/core/provider.ts";

let server: FaultServer;

beforeAll(async () => {
  server = await startFaultServer(0);
});

afterAll(() => server.close());

/** Asks the server as a policy's live route would, and says what it was told. */
async function asked(
  replies: readonly DrilledReply[],
  model: string,
  timeoutMs?: number,
): Promise<{ readonly reply: ProviderReply; readonly seen: readonly string[] }> {
  const drill = server.begin({
    byRoute: new Map([[model, replies]]),
    others: [{ kind: "answer" }],
  });
  const provider = createLiveProvider({
    wires,
    keys: new Map(),
    concurrency: 1,
    wallNowMs: () => 0,
  });
  const record = aRecord(0);
  const messages = [{ role: "user", content: `Is this a drill? ${drill.token}` }];
  const route = {
    ...aRoute("any"),
    model,
    provider: "openai_compatible" as const,
    baseUrl: `http://127.0.0.1:${server.port}/v1`,
  };
  const call = aCall({
    route,
    record: { ...record, request: { ...record.request, messages } },
    timeoutMs,
  });
  try {
    const reply = await provider.call(call, new RealClock(), new AbortController().signal);
    return { reply, seen: drill.seen() };
  } finally {
    await provider.close();
  }
}

const sayable = failureKinds.filter((failure) => canSay({ kind: "failure", failure }));

test("what no upstream can say is not said", () => {
  const others = failureKinds.filter((kind) => !sayable.includes(kind));
  const own: readonly FailureKind[] = [
    "timeout",
    "first_token_timeout",
    "truncated",
    "schema_invalid",
    "budget_exceeded",
    "policy_stop",
    "recording_missing",
    "harness_error",
  ];
  expect(new Set(others)).toEqual(new Set(own));
});

test.each(sayable)("a client takes an injected %s for what it is", async (failure) => {
  const { reply, seen } = await asked([{ kind: "failure", failure }], "m");
  expect(reply.result).toMatchObject({ kind: "failure", failure: { kind: failure } });
  expect(seen).toEqual(["m"]);
});

test("a good answer, one against its schema and one that is cut short are answers", async () => {
  for (const kind of ["answer", "schema_invalid", "truncated"] as const) {
    const { reply } = await asked([{ kind }], "m");
    expect(reply.result).toMatchObject({
      kind: "response",
      response: {
        text: drilledText({ kind }),
        finishReason: { kind: kind === "truncated" ? "length" : "stop" },
      },
    });
  }
});

test("a late answer is not waited for", async () => {
  const { reply } = await asked([{ kind: "slow", latencyMs: 60_000 }], "m", 50);
  expect(reply.result).toMatchObject({ kind: "failure", failure: { kind: "timeout" } });
});

test("each drill has its own script, and counts its own calls", async () => {
  const replies: readonly DrilledReply[] = [{ kind: "failure", failure: "rate_limit" }];
  const { seen: first } = await asked(replies, "m");
  const { seen: second, reply } = await asked([], "other");
  expect([first, second]).toEqual([["m"], ["other"]]);
  expect(reply.result.kind).toBe("response");
});

test("a request of no drill is turned away", async () => {
  const response = await fetch(`http://127.0.0.1:${server.port}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "m", messages: [] }),
  });
  expect(response.status).toBe(404);
});

test("a port that is taken is told, with what to do", async () => {
  await expect(startFaultServer(server.port)).rejects.toMatchObject({
    code: "invalid-input",
    message: `port ${server.port} is taken`,
    hint: expect.stringContaining("--upstream-port") as string,
  });
});
