import { expect, test } from "vitest";
import { policyFindings } from "../../../src/policies/checks/policy-findings.ts";
import { findingsOf, problemsOf } from "./findings-of.ts";
import { PolicyFiles } from "./policy-files.ts";

test.each([
  [
    "a fallback that lacks a capability of the primary",
    "primary_route: small\nfallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [large, plain]}",
    'p.yaml:2:90: "plain" stands in for "small" and lacks what that claims: vision (name a route that has it too, or write what is needed in required_capabilities)',
  ],
  [
    "a short spelling's fallback that lacks one",
    "primary_route: small\nfallback: {on_timeout: use_mute}",
    'p.yaml:2:24: "mute" stands in for "small" and lacks what that claims: tool_calling, vision (name a route that has it too, or write what is needed in required_capabilities)',
  ],
  [
    "the rest of a priority list that lacks one",
    "route_selection: {strategy: priority, priority: {routes: [large, plain]}}",
    'p.yaml:1:66: "plain" stands in for "large" and lacks what that claims: vision (name a route that has it too, or write what is needed in required_capabilities)',
  ],
  [
    "a backup without a required capability",
    "route_selection: {primary_route: small, required_capabilities: [vision]}\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [plain]}",
    'p.yaml:2:65: "plain" can never be called: it does not claim vision (name a route that has it, or claim it in the registry)',
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
    "an approval that is over",
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [large], approvals: [{from: small, to: large, by: lead, until: 2026-11-24}]}",
    'p.yaml:2:127: the approval by lead of "small" → "large" ended on 2026-11-24 (have it renewed, or delete it)',
  ],
])("%s is found", async (_, text, finding) => {
  expect(await findingsOf(text)).toEqual([finding]);
});

test.each([
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
    "a trigger that only a call without a stream can be slow enough for",
    "primary_route: small\nlatency: {timeout_ms: 10000, non_streaming_timeout_ms: 40000}\nfallback: {retry_same_route_once: [over 30 s]}",
  ],
  [
    "a fallback that has all that is required, and not all that the primary route has",
    "route_selection: {primary_route: small, required_capabilities: [tool_calling]}\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [plain]}",
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
    "a downgrade to a blocked route",
    "primary_route: small\ncost: {caps: [{name: a, max_usd: 1, downgrade_to: large}]}\nfallback: {blocked_fallbacks: [large]}",
    'p.yaml:2:51: "large" is also in blocked_fallbacks',
  ],
  [
    "a downgrade to a route that is not allowed",
    "primary_route: small\ncost: {caps: [{name: a, max_usd: 1, downgrade_to: large}]}\nfallback: {allowed_fallbacks: [flaky]}",
    'p.yaml:2:51: "large" is not in allowed_fallbacks',
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
