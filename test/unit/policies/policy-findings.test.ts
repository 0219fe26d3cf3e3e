import { expect, test } from "vitest";
import { problemLine } from "../../../src/core/problem.ts";
import { checkPolicy } from "../../../src/policies/check-policy.ts";
import { priceFindings } from "../../../src/policies/check-prices.ts";
import { policyFindings } from "../../../src/policies/policy-findings.ts";
import { PolicyFiles } from "./policy-files.ts";

const registryText = `
routes:
  small: {provider: openai, model: s-1, capabilities: {tool_calling: true, vision: true}, price: {input_per_mtok_usd: 0.25, output_per_mtok_usd: 2}}
  large: {provider: anthropic, model: l-1, capabilities: {tool_calling: true, vision: true}, price: {input_per_mtok_usd: 3, output_per_mtok_usd: 9}}
  plain: {provider: google, model: p-1, capabilities: {tool_calling: true, streaming: false}}
  mute: {provider: google, model: m-1, capabilities: {streaming: false}}
  trial: {provider: google, model: t-1, lifecycle: experimental, capabilities: {tool_calling: true, vision: true}}
  flaky: {provider: openai, model: f-1, capabilities: {tool_calling: true, vision: true}, simulation: {latency: {p50_ms: 1, p95_ms: 2}, errors: {first_token_timeout: 0.1}, accuracy: 1}}
budgets: {approved_budget: 0.05}
`;

const asOf = "2026-11-25";

/** What a policy says in vain, a line each; its problems are none. */
async function findingsOf(text: string, day = asOf): Promise<readonly string[]> {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  const loaded = await files.policy(`${text}\nregistry: registry.yaml\n`);
  expect(checkPolicy(loaded, registry).map(problemLine)).toEqual([]);
  const found = [
    ...policyFindings(loaded, registry, Date.parse(`${day}T12:00:00Z`)),
    ...priceFindings(loaded.template, loaded.policy, registry),
  ];
  return found.map((finding) => problemLine(finding).replaceAll(`${files.folder}/`, ""));
}

/** What keeps a policy from running, a line each. */
async function problemsOf(text: string): Promise<readonly string[]> {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  const loaded = await files.policy(`${text}\nregistry: registry.yaml\n`);
  return checkPolicy(loaded, registry).map((problem) =>
    problemLine(problem).replaceAll(`${files.folder}/`, ""),
  );
}

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
  [
    "a fallback that lacks a capability of the primary",
    "primary_route: small\nfallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [large, plain]}",
    'p.yaml:2:90: "plain" stands in for "small" and lacks what that claims: vision (name a route that has it too, or claim it in the registry)',
  ],
  [
    "a short spelling's fallback that lacks one",
    "primary_route: small\nfallback: {on_timeout: use_mute}",
    'p.yaml:2:24: "mute" stands in for "small" and lacks what that claims: tool_calling, vision (name a route that has it too, or claim it in the registry)',
  ],
  [
    "the rest of a priority list that lacks one",
    "route_selection: {strategy: priority, priority: {routes: [large, plain]}}",
    'p.yaml:1:66: "plain" stands in for "large" and lacks what that claims: vision (name a route that has it too, or claim it in the registry)',
  ],
  [
    "a backup without a required capability",
    "route_selection: {primary_route: small, required_capabilities: [vision]}\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [plain]}",
    'p.yaml:2:65: "plain" can never be called: it does not claim vision, which required_capabilities asks for (name a route that has it, or claim it in the registry)',
  ],
  [
    "an experimental route that nobody asked for on purpose",
    "primary_route: trial",
    'p.yaml:1:16: "trial" can never be called: it is experimental and allowed_routes does not name it (name it there, or use another route)',
  ],
  [
    "a retry behind a stop on the same failure",
    "primary_route: small\nfallback: {retry_same_route_once: [rate_limit], stop_without_fallback: [rate_limit]}",
    'p.yaml:2:36: "rate_limit": retry_same_route_once never has its turn: stop_without_fallback comes first (delete it here, or there)',
  ],
  [
    "a retry behind a queue on a wider failure",
    "primary_route: small\nfallback: {retry_same_route_once: [timeout], stop_and_queue: [transient_error]}",
    'p.yaml:2:36: "timeout": retry_same_route_once never has its turn: stop_and_queue "transient_error" comes first (delete it here, or there)',
  ],
  [
    "a fallback behind a stop that waits for the retry",
    "primary_route: small\nfallback: {fallback_to_backup_route: [schema_invalid], backup_routes: [large], stop_without_fallback: [schema_invalid_after_retry]}",
    'p.yaml:2:39: "schema_invalid": fallback_to_backup_route never has its turn: stop_without_fallback "schema_invalid_after_retry" comes first (delete it here, or there)',
  ],
  [
    "a queue behind a stop, in the short spelling",
    "primary_route: small\nfallback: {on_schema_error: stop_and_queue, stop_without_fallback: [schema_invalid]}",
    "p.yaml:2:29: on_schema_error never has its turn: stop_without_fallback comes first (delete it here, or there)",
  ],
  [
    "a first-token timeout without a limit",
    "primary_route: small\nfallback: {retry_same_route_once: [first_token_timeout]}",
    'p.yaml:2:36: "first_token_timeout": nothing sets it off: no latency.first_token_timeout_ms is written (write one, or delete this)',
  ],
  [
    "a retry where one call is all there is",
    "primary_route: small\nfallback: {max_attempts: 1, retry_same_route_once: [timeout]}",
    'p.yaml:2:53: "timeout": retry_same_route_once never has its turn: max_attempts 1 leaves no second call (raise max_attempts, or delete it)',
  ],
  [
    "an error that no call can end in",
    "primary_route: small\nfallback: {stop_and_queue: [harness_error]}",
    'p.yaml:2:29: "harness_error": never happens to a call: it is an error of the harness itself (delete it)',
  ],
  [
    "a first token later than the answer",
    "primary_route: small\nlatency: {p95_first_token_ms: 8000, p95_complete_ms: 7000}",
    "p.yaml:2:31: p95_first_token_ms 8000 is more than p95_complete_ms 7000: the whole answer has to be there sooner (correct one of the two)",
  ],
  [
    "a first-token timeout after the timeout",
    "primary_route: small\nlatency: {first_token_timeout_ms: 9000, timeout_ms: 5000}",
    "p.yaml:2:35: first_token_timeout_ms 9000 is more than timeout_ms 5000: a call is over before that (correct one of the two)",
  ],
  [
    "a limit beyond the timeout, where one call is all",
    "primary_route: small\nlatency: {p95_complete_ms: 9000, timeout_ms: 5000}\nfallback: {stop_without_fallback: [timeout]}",
    "p.yaml:2:28: p95_complete_ms 9000 is more than timeout_ms 5000: nothing follows a call, and it is over before that (correct one of the two)",
  ],
  [
    "a request that may cost more than its workflow",
    "primary_route: small\ncost: {max_cost_per_request: 0.1, max_cost_per_workflow: approved_budget}",
    "p.yaml:2:30: max_cost_per_request 0.1 is more than max_cost_per_workflow 0.05: the other one is reached first, always (correct one of the two)",
  ],
  [
    "an acceptance test against a gate",
    "primary_route: small\nacceptance_tests: {min_eval_pass_rate: 0.95}\npromotion: {gates: [{metric: acceptance_rate, max: 0.9}]}",
    "p.yaml:2:40: no acceptance_rate can be at least 0.95 and at most 0.9, as a gate has it (correct the test or the gate)",
  ],
  [
    "no fallback without approval, and none approved",
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large], approval_required: true}\nacceptance_tests: {max_unreviewed_fallback_rate: 0}",
    "p.yaml:3:50: allows no fallback without an approval, approval_required asks for one, and none is written (write approvals: [{from: ROUTE, to: large, by: NAME}])",
  ],
  [
    "a gate on a route that the policy does not name",
    "primary_route: small\npromotion: {gates: [{metric: acceptance_rate, route: large, min: 0.9}]}",
    'p.yaml:2:54: no record can go to "large": the policy does not name it (gate a route that the policy chooses)',
  ],
  [
    "a gate on a route that only stands in",
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large]}\npromotion: {gates: [{metric: acceptance_rate, route: large, min: 0.9}]}",
    'p.yaml:3:54: no record is decided for "large": it only stands in for other routes (gate a route that the policy chooses)',
  ],
  [
    "a share of a provider that serves none of the routes",
    "primary_route: small\npromotion: {gates: [{metric: provider_share, provider: google, max: 0.5}]}",
    "p.yaml:2:56: none of the policy's routes is served by google: its share is always 0 (served by: openai)",
  ],
  [
    "first tokens of routes that never stream",
    "primary_route: mute\nlatency: {p95_first_token_ms: 800}",
    "p.yaml:2:31: none of the policy's routes streams, so no first token is ever seen (claim streaming: true in the registry, or delete it)",
  ],
  [
    "escalations of a strategy without any",
    "primary_route: small\npromotion: {gates: [{metric: escalation_rate, max: 0.1}]}",
    "p.yaml:2:30: escalation_rate is always 0: the strategy pinned escalates nothing (delete it)",
  ],
  [
    "a cost rule over a route without a price",
    "primary_route: plain\ncost: {max_cost_per_request: 0.1}",
    'p.yaml:2:30: max_cost_per_request cannot be held: no price is known of "plain" (give it a price in the registry, or pass --prices FILE)',
  ],
  [
    "a cost gate over two",
    "primary_route: plain\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [trial]}\nroute_selection: {allowed_routes: [plain, trial]}\npromotion: {gates: [{metric: cost_per_accepted_usd, max: 0.1}]}",
    'p.yaml:4:30: cost_per_accepted_usd cannot be held: no price is known of "plain", "trial" (give it a price in the registry, or pass --prices FILE)',
  ],
  [
    "an approval that is over",
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large], approvals: [{from: small, to: large, by: lead, until: 2026-11-24}]}",
    'p.yaml:2:127: the approval by lead of "small" → "large" ended on 2026-11-24 (have it renewed, or delete it)',
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
  [
    "a retry, and a stop when it did not help",
    "primary_route: small\nfallback: {retry_same_route_once: [transient_error, rate_limit, schema_invalid], stop_without_fallback: [schema_invalid_after_retry], fallback_to_backup_route: [primary_route_unavailable], backup_routes: [large]}",
  ],
  [
    "a short spelling of which one failure can happen",
    "primary_route: small\nlatency: {timeout_ms: 5000}\nfallback: {on_timeout: use_large}",
  ],
  [
    "a first-token timeout that a simulated route has",
    "primary_route: flaky\nfallback: {retry_same_route_once: [first_token_timeout]}",
  ],
  [
    "a limit beyond the timeout, where retries follow",
    "primary_route: small\nlatency: {p95_complete_ms: 9000, timeout_ms: 5000}\nfallback: {retry_same_route_once: [timeout]}",
  ],
  [
    "limits in their order, equal ones too",
    "primary_route: small\nlatency: {p95_first_token_ms: 700, p95_complete_ms: 700, first_token_timeout_ms: 900, timeout_ms: 900}\ncost: {max_cost_per_request: 0.05, max_cost_per_workflow: 0.05}",
  ],
  [
    "an experimental route that is allowed by name",
    "route_selection: {primary_route: trial, allowed_routes: [trial]}",
  ],
  [
    "an approval on its last day",
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large], approvals: [{from: small, to: large, by: lead, until: 2026-11-25}]}",
  ],
])("%s is not found fault with", async (_, text) => {
  expect(await findingsOf(text)).toEqual([]);
});

test.each([
  [
    "a backup that is the primary route",
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large, small]}",
    'p.yaml:2:72: "small" is where the chain begins: this fallback leads back to it (name another route, or delete it)',
  ],
  [
    "a timeout's own route that is the primary route",
    "primary_route: small\nfallback: {on_timeout: use_small}",
    'p.yaml:2:24: "small" is where the chain begins: this fallback leads back to it (name another route, or delete it)',
  ],
  [
    "a cascade that returns",
    "route_selection: {strategy: cascade, cascade: {routes: [small, large, small], escalate_when: 'true'}}",
    'p.yaml:1:71: "small" is where the chain begins: this fallback leads back to it (name another route, or delete it)',
  ],
  [
    "a route twice in a list",
    "route_selection: {strategy: priority, priority: {routes: [small, large, large]}}",
    'p.yaml:1:73: "large" stands twice in this chain: it is tried once (delete one of the two)',
  ],
  [
    "the rest of a priority list that is blocked",
    "route_selection: {strategy: priority, priority: {routes: [small, large]}}\nfallback: {blocked_fallbacks: [large]}",
    'p.yaml:1:66: "large" is also in blocked_fallbacks',
  ],
  [
    "a timeout's own route that is not allowed",
    "primary_route: small\nfallback: {on_timeout: use_large, allowed_fallbacks: [flaky], backup_routes: [flaky]}",
    'p.yaml:2:24: "large" is not in allowed_fallbacks',
  ],
  [
    "an approval of nothing",
    "primary_route: small\nfallback: {approvals: [{from: small, to: small, by: lead}]}",
    'p.yaml:2:42: approves a fallback from "small" to itself (name the other route)',
  ],
])("%s keeps a policy from running", async (_, text, problem) => {
  expect(await problemsOf(text)).toEqual([problem]);
});

test("findings stand in the order of the document", async () => {
  const text = `primary_route: small
latency: {p95_first_token_ms: 8000, p95_complete_ms: 7000}
fallback: {max_attempts: 1, retry_same_route_once: [timeout]}
promotion: {gates: [{metric: escalation_rate, max: 0.1}]}`;
  const lines = (await findingsOf(text)).map((line) => line.split(":")[1]);
  expect(lines).toEqual(["2", "3", "4"]);
});

test("without a registry a policy's own contradictions are still found", async () => {
  using files = new PolicyFiles();
  const loaded = await files.policy(
    "primary_route: small\nfallback: {stop_and_queue: [harness_error], backup_routes: [trial]}",
  );
  expect(policyFindings(loaded, undefined, 0)).toHaveLength(1);
});
