import { expect, test } from "vitest";
import { findingsOf } from "./findings-of.ts";

const rules = (...conditions: readonly string[]): string =>
  `primary_route: large
route_selection:
  strategy: rules
  rules:
${conditions.map((when) => `    - {when: '${when}', route: small}`).join("\n")}`;

test.each([
  [
    "a rule behind a wider one",
    rules('tags.risk in ["low", "medium"]', 'tags.risk == "low" && request.sla_ms < 2000'),
    "p.yaml:6:14: rule 2 is never reached: rule 1 takes every record that it matches (move it before rule 1, or delete it)",
  ],
  [
    "a rule behind one that takes everything",
    rules("request.prompt_chars > 100", "true", "owner == null"),
    "p.yaml:7:14: rule 3 is never reached: rule 2 takes every record that it matches (move it before rule 2, or delete it)",
  ],
  [
    "a rule for what the rules before it leave nothing of",
    rules("owner == null", 'owner < "m"', 'owner >= "m"', 'tags.risk == "low"'),
    "p.yaml:8:14: rule 4 is never reached: the rules before it take every record that it matches (move it up, or delete it)",
  ],
  [
    "a rule whose records fail at an earlier one",
    rules('tags.risk == "low"', "!has(tags.risk)"),
    "p.yaml:6:14: rule 2 is never reached: rule 1 fails on every record that it matches (let rule 1 ask has(…) before it looks at what a record may lack)",
  ],
  [
    "a rule that contradicts itself",
    rules('tags.risk == "low" && tags.risk == "high"'),
    "p.yaml:5:14: rule 1 matches no record: its condition can never be true (correct it, or delete it)",
  ],
  [
    "a tag compared with a number",
    rules("tags.tier >= 3"),
    'p.yaml:5:14: rule 1 matches no record: its condition can never be true (tags are text: compare tags.tier with "3")',
  ],
  [
    "a cascade that never escalates",
    "route_selection: {strategy: cascade, cascade: {routes: [small, large], escalate_when: 'request.prompt_chars < 0'}}",
    "p.yaml:1:87: this condition can never be true: nothing is ever escalated (correct it, or delete it)",
  ],
  [
    "a review that nobody is asked for",
    "primary_route: small\nrisk: {human_review_required_when: [refund_exception, 'tags.n == 1']}",
    'p.yaml:2:55: this condition can never be true: it asks nobody to look (tags are text: compare tags.n with "1")',
  ],
])("%s is found", async (_, text, finding) => {
  expect(await findingsOf(text)).toEqual([finding]);
});

test.each([
  [
    "rules that overlap, each with records of its own",
    rules(
      'tags.risk == "high"',
      'tags.risk == "low" || request.sla_ms < 5000',
      'has(tags.intent) && tags.intent == "faq"',
    ),
  ],
  [
    "conditions that cannot be looked into",
    rules("size(request.messages) > 3", 'request.messages.exists(m, m.role == "tool")'),
  ],
  ["a last rule for all the rest", rules('tags.risk == "low"', "true")],
])("%s is not found fault with", async (_, text) => {
  expect(await findingsOf(text)).toEqual([]);
});
