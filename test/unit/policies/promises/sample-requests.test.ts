import { expect, test } from "vitest";
import { conditionOn } from "../../../../src/policies/promises/conditions.ts";
import {
  namesIn,
  plainRequest,
  sampleRequests,
  stringsIn,
} from "../../../../src/policies/promises/sample-requests.ts";

/** Whether some made-up request fulfils a condition, and some other one does not. */
function isDecided(text: string): boolean {
  const holds = conditionOn({ text, place: "p.yaml:1:1" });
  const answers = new Set(sampleRequests([text]).map((sample) => holds(sample)));
  return answers.has(true) && answers.has(false);
}

test.each([
  'tags.tier == "gold"',
  'tags["tier"] != "gold"',
  'has(tags.tier) && tags.tier == "gold"',
  "!has(tags.tier)",
  'tags.a == "x" && tags.b == "y" && features.score > 0.5',
  "features.score >= 0.25 && features.score < 0.75",
  "request.prompt_chars > 10000",
  "request.prompt_tokens > 5000",
  "request.sla_ms < 2000",
  "request.max_output_tokens > 4096",
  "request.stream",
  "!request.wants_schema",
  "size(request.tools) > 0",
  'owner == "team_a"',
  'workflow in ["night", "day"]',
  'tags.country in ["de", "fr"] || features.is_vip',
])("requests are made up on both sides of %s", (text) => {
  expect(isDecided(text)).toBe(true);
});

test("the plainest comes first, with every name set", () => {
  const [first] = sampleRequests(['tags.tier == "gold"', "features.score > 1.0"]);
  expect(first).toEqual({ ...plainRequest, tags: { tier: "drill" }, features: { score: 0 } });
});

test("no expression, no other request", () => {
  expect([...sampleRequests([])]).toEqual([plainRequest]);
});

test("however much an expression names, it comes to an end", () => {
  const text = Array.from({ length: 40 }, (_, index) => `tags.t${index} == "v${index}"`).join(
    " && ",
  );
  expect([...sampleRequests([text])].length).toBeLessThanOrEqual(20_000);
});

test("names and texts are read out of an expression", () => {
  expect(namesIn(`tags.a == "b" && tags["c d"] == 'e' && mytags.f`, "tags")).toEqual(["a", "c d"]);
  expect(stringsIn(`tags.a == "b" && tags["c d"] == 'e'`)).toEqual(["b", "c d", "e"]);
});
