import { expect, test } from "vitest";
import { PolicyFiles } from "./policy-files.ts";
import { policyFindings } from "../../../src/policies/checks/policy-findings.ts";
import { findingsOf, problemsOf } from "./findings-of.ts";

const intent = (block: string): string =>
  `primary_route: small
route_selection:
  strategy: intent
  intent: ${block}`;

test.each([
  [
    "an intent rule without a route",
    intent("{by: rules, rules: [{keywords: [refund], intent: money}], routes: {coding: large}}"),
    [
      'p.yaml:4:60: the intent "money" has no route: it counts as unsure (write routes: {money: ROUTE})',
      'p.yaml:4:86: nothing gives the intent "coding": its route is never chosen for it (correct it, or delete it)',
    ],
  ],
  [
    "a model's label without a route",
    intent("{by: model, model: {route: small, labels: [coding, other]}, routes: {coding: large}}"),
    [
      'p.yaml:4:62: the intent "other" has no route: it counts as unsure (write routes: {other: ROUTE})',
    ],
  ],
  [
    "a rule that is never sure enough",
    intent(
      "{by: rules, rules: [{keywords: [code], intent: coding, confidence: 0.4}], routes: {coding: large}}",
    ),
    [
      "p.yaml:4:78: confidence 0.4 is below min_confidence 0.5: what this rule finds always counts as unsure (correct one of the two)",
    ],
  ],
  [
    "a least confidence that nobody gives",
    intent("{by: label, label: tags.intent, min_confidence: 0.8, routes: {coding: large}}"),
    [
      "p.yaml:4:59: is not looked at: nothing says how sure the label is (write confidence: EXPRESSION beside label)",
    ],
  ],
  [
    "an intent rule behind a wider one",
    intent(
      "{by: rules, rules: [{when: 'has(tags.x)', intent: coding}, {when: 'tags.x == \"a\"', intent: coding}, {keywords: [x], intent: coding}], routes: {coding: large}}",
    ),
    [
      "p.yaml:4:77: rule 2 is never reached: rule 1 takes every record that it matches (move it before rule 1, or delete it)",
    ],
  ],
  [
    "a trigger slower than the timeout",
    "primary_route: small\nlatency: {timeout_ms: 10000}\nfallback: {retry_same_route_once: [over 30 s, over 9 s]}",
    [
      'p.yaml:3:36: "over 30 s": nothing sets it off: timeout_ms 10000 ends a call before that (write less than 10000 ms, or a longer timeout_ms)',
    ],
  ],
  [
    "a trigger slower than the deadline",
    "primary_route: small\nlatency: {deadline_ms: 2000}\nfallback: {stop_and_queue: [first token over 2500 ms]}",
    [
      'p.yaml:3:29: "first token over 2500 ms": nothing sets it off: deadline_ms 2000 ends a call before that (write less than 2000 ms, or a longer deadline_ms)',
    ],
  ],
  [
    "an expression that sets nothing off",
    'primary_route: small\nfallback: {stop_and_queue: [\'response.error == "timeout" && response.error == "connection"\']}',
    [
      "p.yaml:2:29: this condition can never be true: it never sets anything off (correct it, or delete it)",
    ],
  ],
  [
    "a ceiling's failure without a ceiling",
    "primary_route: small\nfallback: {stop_and_queue: [budget_exceeded]}",
    [
      'p.yaml:2:29: "budget_exceeded": nothing sets it off: no ceiling is written under cost (write one, such as cost.max_cost_per_request)',
    ],
  ],
  [
    "a timeout beyond the deadline",
    "primary_route: small\nlatency: {timeout_ms: 9000, non_streaming_timeout_ms: 8000, p95_complete_ms: 7000, deadline_ms: 6000}",
    [
      "p.yaml:2:23: timeout_ms 9000 is more than deadline_ms 6000: a call is over before that (correct one of the two)",
      "p.yaml:2:55: non_streaming_timeout_ms 8000 is more than deadline_ms 6000: a call is over before that (correct one of the two)",
      "p.yaml:2:78: p95_complete_ms 7000 is more than deadline_ms 6000: nothing takes longer than the deadline (correct one of the two)",
    ],
  ],
  [
    "a health limit beyond the timeout",
    "primary_route: small\nlatency: {timeout_ms: 5000}\nhealth: {max_p95_complete_ms: 6000}\nfallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [large]}",
    [
      "p.yaml:3:31: max_p95_complete_ms 6000 is more than timeout_ms 5000: a call is over before that, so nothing is excluded for it (correct one of the two)",
    ],
  ],
  [
    "a health rule that excludes nothing",
    "route_selection: {strategy: weighted, weighted: {routes: {small: 1, large: 1}}}\nhealth: {max_error_rate: 1}",
    [
      "p.yaml:2:26: excludes nothing: no share of errors is more than 1 (write a share below 1, such as 0.05)",
    ],
  ],
  [
    "a health rule over the only route",
    "primary_route: small\nhealth: {max_error_rate: 0.1}",
    [
      'p.yaml:2:9: while "small" is excluded no record has a route: nothing may stand in for it (write fallback_to_backup_route: [primary_route_unavailable] and backup_routes)',
    ],
  ],
  [
    "first tokens as health of routes that never stream",
    "primary_route: mute\nhealth: {max_p95_first_token_ms: 400}\nfallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [plain]}",
    [
      "p.yaml:2:34: none of the policy's routes streams, so no first token is ever seen (claim streaming: true in the registry, or delete it)",
    ],
  ],
  [
    "a cap and a quota on routes of other policies",
    "primary_route: small\ncost: {caps: [{name: a, routes: [small, large], max_requests: 5}], route_quotas: {large: 0.2}}",
    [
      'p.yaml:2:41: the policy sends nothing to "large" (delete it)',
      'p.yaml:2:90: the policy sends nothing to "large" (delete it)',
    ],
  ],
  [
    "a day's cap beyond the day's cap",
    "primary_route: small\ncost: {daily_spend_cap: 5, caps: [{name: a, max_usd: 8}, {name: b, max_usd: 8, per: run}]}",
    [
      "p.yaml:2:54: max_usd 8 is more than daily_spend_cap 5: the other one is reached first, always (correct one of the two)",
    ],
  ],
  [
    "an owner's day beyond the day",
    "primary_route: small\ncost: {daily_spend_cap: 5, daily_spend_cap_per_owner: 8}",
    [
      "p.yaml:2:55: daily_spend_cap_per_owner 8 is more than daily_spend_cap 5: the other one is reached first, always (correct one of the two)",
    ],
  ],
  [
    "quotas that leave traffic without a route",
    "route_selection: {strategy: weighted, weighted: {routes: {small: 1, large: 1}}}\ncost: {route_quotas: {small: 0.5, large: 0.2}}",
    [
      "p.yaml:2:22: these quotas make 0.7 of the traffic, and every route has one: the rest has nowhere to go (raise one, or leave one out)",
    ],
  ],
  [
    "a downgrade with one route",
    "primary_route: small\ncost: {max_cost_per_request: 1, on_cap: downgrade}",
    [
      "p.yaml:2:41: downgrade has nowhere to go: the policy names one route (name another route, or stop or queue)",
    ],
  ],
  [
    "more fallbacks than the pool has",
    "route_selection: {strategy: scored, scored: {mode: cost, routes: [small, large, open_route], weights: {price: 1}, allowed_models: [s-1, l-1], fallbacks: 2}}",
    ["p.yaml:1:154: asks for 2 fallbacks, and the pool holds 2 routes in all (write 1 or less)"],
  ],
  [
    "a fallback from the only route of the pool",
    "route_selection: {strategy: scored, scored: {mode: cost, routes: [small, large, open_route], weights: {price: 1}, allowed_models: [s-1], fallbacks: 1}}",
    ["p.yaml:1:149: asks for 1 fallback, and the pool holds one route in all (write 0)"],
  ],
  [
    "a lesser service that no call is left for",
    "primary_route: small\nfallback: {max_attempts: 1, degrade: [{reduced_scope: {without_tools: true}}, {static_answer: sorry}]}",
    [
      "p.yaml:2:55: is never tried: max_attempts 1 leaves no second call (raise max_attempts, or give a static answer)",
    ],
  ],
  [
    "a route outside the approved regions",
    "primary_route: open_route\nrisk: {approved_regions: [eu]}\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large]}",
    [
      'p.yaml:3:65: "large" can never be called: it does not say in which regions it serves, and content of unknown sensitivity may go to eu alone (name a route that serves from approved regions alone)',
    ],
  ],
  [
    "a high risk that chooses",
    "workflow: {risk_class: high}\nroute_selection: {strategy: priority, priority: {routes: [small, large]}}",
    [
      "p.yaml:2:29: a workflow of risk_class high is pinned to one route, and the strategy priority chooses (write strategy: pinned, or a lower risk_class)",
    ],
  ],
  [
    "a high risk whose fallback nobody approved",
    "workflow: {risk_class: high}\nprimary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large]}",
    [
      'p.yaml:3:65: a workflow of risk_class high goes to "large" with an approval alone, and none is written (write approvals: [{from: small, to: large, by: NAME}])',
    ],
  ],
  [
    "a rate of evidence without any",
    "primary_route: small\nacceptance_tests: {min_evidence_complete_rate: 0.9}",
    [
      "p.yaml:2:48: asks for evidence, and evidence.required_logs names none (write evidence: {required_logs: [served_model]})",
    ],
  ],
  [
    "a rate of evidence beside all of it",
    "primary_route: small\nevidence: {required_logs: [served_model]}\nacceptance_tests: {min_evidence_complete_rate: 0.9}",
    [
      "p.yaml:3:48: asks for less than evidence.required_logs does, which is all of it on every record (write 1, or delete it)",
    ],
  ],
  [
    "a floor of cost per accepted without a price",
    "primary_route: plain\nacceptance_tests: {max_cost_per_accepted: 0.01}",
    [
      'p.yaml:2:43: max_cost_per_accepted cannot be held: no price is known of "plain" (give it a price in the registry, or pass --prices FILE)',
    ],
  ],
])("%s is found", async (_, text, findings) => {
  expect(await findingsOf(text)).toEqual(findings);
});

test.each([
  [
    "a cap that downgrades to a route that it counts",
    "route_selection: {strategy: priority, priority: {routes: [small, large]}}\ncost: {caps: [{name: a, routes: [small, large], max_requests: 5, downgrade_to: large}]}",
    'p.yaml:2:80: "large" counts under this very cap: beyond it there is no more room there (name a route that the cap does not count)',
  ],
  [
    "caps that send traffic in a circle",
    "route_selection: {strategy: priority, priority: {routes: [small, large]}}\ncost:\n  caps:\n    - {name: a, routes: [small], max_requests: 5, downgrade_to: large}\n    - {name: b, routes: [large], max_requests: 5, downgrade_to: small}",
    'p.yaml:5:65: "small" leads back to "large": these caps go in a circle (let one of them stop or queue)',
  ],
])("%s keeps a policy from running", async (_, text, problem) => {
  expect(await problemsOf(text)).toEqual([problem]);
});

test("a reduced scope of the same route is no circle, and lacks nothing", async () => {
  const text =
    "primary_route: small\nfallback: {degrade: [{reduced_scope: {route: small, without_tools: true}}, {reduced_scope: {route: mute, without_tools: true}}]}";
  expect(await problemsOf(text)).toEqual([]);
  expect(await findingsOf(text)).toEqual([]);
});

test("quotas that add up to all of the traffic leave nothing over, whatever doubles make of it", async () => {
  const text =
    "route_selection: {strategy: weighted, weighted: {routes: {small: 1, large: 1, open_route: 1}}}\ncost: {route_quotas: {small: 0.7, large: 0.2, open_route: 0.1}}";
  expect(await findingsOf(text)).toEqual([]);
});

test("a quota on the primary route leaves the rest to its backup", async () => {
  const text =
    "primary_route: small\ncost: {route_quotas: {small: 0.8}, on_cap: downgrade}\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large]}";
  expect(await findingsOf(text)).toEqual([]);
});

test("intents of reference prompts are intents too", async () => {
  using files = new PolicyFiles();
  files.write(
    "prompts.jsonl",
    '{"text": "a", "intent": "coding"}\n{"text": "b", "intent": "chat"}\n{"text": "c", "intent": "chat"}\n',
  );
  const { policy, template, ...loaded } = await files.policy(
    intent("{by: neighbours, prompts: prompts.jsonl, routes: {coding: large}}"),
  );
  const found = policyFindings({ policy, template, ...loaded }, undefined, 0);
  expect(found.map(({ message, column }) => [column, message])).toEqual([
    [37, 'the intent "chat" has no route: it counts as unsure'],
  ]);
});
