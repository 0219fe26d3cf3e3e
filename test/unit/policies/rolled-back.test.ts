import { expect, test } from "vitest";
import { rolledBack } from "../../../src/policies/rolled-back.ts";

test("every request on one route, no other in its place; retries, stops and limits stay", () => {
  const shape = rolledBack(
    {
      policy_name: "p",
      latency: { timeout_ms: 100 },
      route_selection: {
        strategy: "cascade",
        cascade: { routes: ["a", "b"], escalate_when: "true" },
        required_capabilities: ["vision"],
      },
      fallback: {
        retry_same_route_once: ["timeout"],
        fallback_to_backup_route: ["primary_route_unavailable"],
        backup_routes: ["c"],
        allowed_fallbacks: ["c"],
        stop_and_queue: ["compliance_flag"],
        on_timeout: "use_d",
        on_schema_error: "retry_same_route_once",
        on_safety_or_policy_error: "fallback_to_backup_route",
      },
    },
    "a",
  );
  expect(shape).toEqual({
    policy_name: "p",
    latency: { timeout_ms: 100 },
    route_selection: {
      strategy: "pinned",
      primary_route: "a",
      required_capabilities: ["vision"],
    },
    fallback: {
      retry_same_route_once: ["timeout"],
      stop_and_queue: ["compliance_flag"],
      on_schema_error: "retry_same_route_once",
    },
  });
});
