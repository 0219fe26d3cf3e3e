import { expect, test } from "vitest";
import { needsOf } from "./needs-of.ts";
import { PolicyFiles } from "./policy-files.ts";

test("a trigger is a name, a status, a time or an expression", async () => {
  using files = new PolicyFiles();
  const { policy } = await files.policy(`primary_route: a
fallback:
  stop_and_queue: [5xx, 'response.latency_ms > 30000.0']
  retry_same_route_once: [429, over 30 s, rate_limit]
`);
  const place = `${files.folder}/p.yaml:3:26`;
  expect(policy.fallback.transitions).toEqual([
    { trigger: "5xx", reaction: { kind: "queue" } },
    {
      trigger: "response.latency_ms > 30000.0",
      reaction: { kind: "queue" },
      expression: { text: "response.latency_ms > 30000.0", place },
    },
    { trigger: "429", reaction: { kind: "retry" } },
    { trigger: "over 30 s", reaction: { kind: "retry" } },
    { trigger: "rate_limit", reaction: { kind: "retry" } },
  ]);
});

test("an expression may look at all attempts", async () => {
  using files = new PolicyFiles();
  const text = `primary_route: a\nfallback: {stop_and_queue: ['size(attempts) > 2 && has(response.error)']}\n`;
  expect(await files.problemsOf(files.policy(text))).toEqual([]);
});

test.each([
  ["42", '29: "fallback.stop_and_queue.0" expected a whole number from 100 to 599, got 42'],
  [
    "true",
    '29: "fallback.stop_and_queue.0" expected text that is not empty or a whole number from 100 to 599, got true',
  ],
  ["'respons.error == \"x\"'", '30: "respons" is not known here (did you mean "response"?)'],
  ["'response.latency_ms + 1.0'", "30: gives a number, but true or false is needed"],
  ["'response.latency >'", "48: unexpected the end"],
])("%s is no trigger", async (trigger, problem) => {
  using files = new PolicyFiles();
  const text = `primary_route: a\nfallback: {stop_and_queue: [${trigger}]}\n`;
  expect(await files.problemsOf(files.policy(text))).toEqual([`p.yaml:2:${problem}`]);
});

test.each([
  ["200", "29: 200 is no status of a failure (failures are 4xx and 5xx)"],
  ["3xx", "29: 3xx is no status of a failure (failures are 4xx and 5xx)"],
  ["rate limit", '29: "rate limit" is no failure that is known (did you mean "rate_limit"?)'],
  ["over 30", '29: "over 30" is neither a failure nor the name of a tag or signal (known: '],
])("%s would never hold", async (trigger, problem) => {
  const [found, ...others] = await needsOf(
    `primary_route: small\nfallback: {stop_and_queue: [${trigger}]}`,
  );
  expect(others).toEqual([]);
  expect(found?.slice(0, `p.yaml:2:${problem}`.length)).toBe(`p.yaml:2:${problem}`);
});
