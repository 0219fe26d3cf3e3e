import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "../../src/core/json.ts";
import type { EndpointFamily } from "../../src/core/route.ts";
import { servedUsage } from "./served-answer.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

const paths: Readonly<Record<EndpointFamily, string>> = {
  openai: "/chat/completions",
  "openai-response": "/responses",
  anthropic: "/v1/messages",
  gemini: "/v1/models/small:generateContent",
};
const families = Object.keys(paths) as EndpointFamily[];
const answer = { text: "It is a refund." };

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer({ answer: () => answer });
});
afterAll(async () => server.close());

function post(
  scenario: string,
  family: EndpointFamily,
  body: JsonObject = { model: "small", stream: false },
): Promise<Response> {
  const isStreamed = body["stream"] === true && family === "gemini";
  const path = isStreamed ? "/v1/models/small:streamGenerateContent?alt=sse" : paths[family];
  return fetch(server.baseUrl(scenario, family) + path, {
    method: "POST",
    body: JSON.stringify(body),
    redirect: "manual",
  });
}

describe.each(families)("%s", (family) => {
  test("the answer is the one that the test gives", async () => {
    const response = await post("ok", family);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(answer.text);
  });

  test("a stream brings the answer in pieces, each an event of its own", async () => {
    const response = await post("ok", family, { model: "small", stream: true });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = (await response.text()).split("\n\n").filter((event) => event !== "");
    expect(events.every((event) => /^(?:event: [\w.]+\n)?data: /u.test(event))).toBe(true);
    expect(events.join("")).toContain("It is ");
    expect(events.length).toBeGreaterThan(3);
  });

  test("an error has the status and the vendor's own body", async () => {
    const response = await post("429", family);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after-ms")).toBe("2750");
    const body = (await response.json()) as JsonObject;
    expect(isJsonObject(body["error"])).toBe(true);
  });

  test("a request is logged with its wire, its scenario and its body", async () => {
    await post("refusal", family, { model: "small", hint: "seen" });
    expect(server.requests.at(-1)).toMatchObject({
      family,
      scenario: "refusal",
      body: { hint: "seen" },
      isStreamed: false,
    });
  });

  test("a redirect leads to the good answer, so that following it would look like success", async () => {
    const response = await post("redirect", family);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toContain("/s/ok/");
  });
});

test("what was served can be summed from the requests by the same rule", async () => {
  const own = await startWireServer({ answer: () => answer });
  const send = async (model: string): Promise<void> => {
    const url = own.baseUrl("ok", "openai") + paths.openai;
    await (await fetch(url, { method: "POST", body: JSON.stringify({ model }) })).text();
  };
  await send("small");
  await send("large");
  await send("small");
  const usages = own.requests
    .filter(({ body }) => body["model"] === "small")
    .map(({ body, family }) => servedUsage(body, family, answer));
  const total = usages.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  expect(own.served.of("small")).toMatchObject({ answers: 2, inputTokens: total });
  expect(own.served.models()).toEqual(["small", "large"]);
  expect(own.count()).toBe(3);
  await own.close();
});

test("an answer that is cut short is not counted as served", async () => {
  const own = await startWireServer();
  const url = own.baseUrl("cut", "openai") + paths.openai;
  const body = JSON.stringify({ model: "small", stream: true });
  await (await fetch(url, { method: "POST", body })).text();
  expect(own.count("cut")).toBe(1);
  expect(own.served.of("small").answers).toBe(0);
  await own.close();
});
