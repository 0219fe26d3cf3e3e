import { expect, test } from "vitest";
import { failureDetail } from "../../../../src/providers/live/failure-detail.ts";
import { aRecord } from "../provider-call-builders.ts";

function detailOf(text: string, prompt = "How do I get my money back?"): string | undefined {
  const { request } = aRecord();
  const messages = [{ role: "user", content: prompt }];
  return failureDetail(text, { apiKey: "canary-key-1", request: { ...request, messages } });
}

test("a message of many lines becomes one", () => {
  expect(detailOf("no\n\tsuch  \u0007 model")).toBe("no such model");
});

test("a long message is cut to 200 characters", () => {
  expect(detailOf("a ".repeat(500))?.length).toBeLessThanOrEqual(200);
});

test("a page of HTML is only named", () => {
  expect(detailOf("502 <!DOCTYPE html><html><body>Bad gateway</body></html>")).toBe("an HTML page");
});

test("the key of the call is taken out, wherever it stands", () => {
  expect(detailOf("bad header: Bearer:canary-key-1!")).toBe("bad header: Bearer:[key]!");
  expect(detailOf(`${"x".repeat(195)}canary-key-1`)).not.toContain("canary");
});

test("the start of a key that was cut with its text is taken out too", () => {
  const { request } = aRecord();
  const apiKey = "canary-key-of-24-letters";
  expect(failureDetail("refused: canary-key-of", { apiKey, request })).toBe("refused: [key]");
});

test.each(["sk-proj-abcdefghijkl", "Incorrect key pro*****ided", "Bearer abcdefghijklmnop"])(
  "what looks like a key is taken out of %j",
  (text) => {
    expect(detailOf(text)).toContain("[key]");
  },
);

test("a message that repeats a part of the prompt is not kept", () => {
  const prompt = "My account number is 4711-0815 and I want my money back at once.";
  expect(detailOf(`cannot parse: "account number is 4711-0815 and"`, prompt)).toBe(
    "(a message that repeats the prompt)",
  );
  expect(detailOf("cannot parse My PIN: 4711 here", "My PIN: 4711")).toBe(
    "(a message that repeats the prompt)",
  );
});

test("an empty message leaves nothing", () => {
  expect(detailOf(" \n ")).toBeUndefined();
});
