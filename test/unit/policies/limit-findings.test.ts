import { expect, test } from "vitest";
import { findingsOf } from "./findings-of.ts";

test.each([
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
])("%s is found", async (_, text, finding) => {
  expect(await findingsOf(text)).toEqual([finding]);
});
