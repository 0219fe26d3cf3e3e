import { describe, expect, test } from "vitest";
import { hasDifference, type DrillRow } from "../../../src/core/drill-report.ts";
import { differencesIn, drilled } from "../../support/drilled-documents.ts";

const pinned = (rest: string) => `policy_name: p
route_selection: {primary_route: main}
${rest}`;

async function rowOf(text: string, id: string): Promise<DrillRow | undefined> {
  const { rows } = await drilled(text);
  return rows.find((row) => row.id === id);
}

describe("triggers as numbers and expressions", () => {
  test.each([
    [
      "retry_same_route_once: [429]",
      "HTTP 429, then an answer: first main: rate_limit; retry main",
    ],
    ["stop_and_queue: [over 30 s]", "over 30 s: first main: timeout; queued"],
    [
      "fallback_to_backup_route: [5xx]\n  backup_routes: [spare]",
      "HTTP 500: first main: transient_5xx; fallback spare",
    ],
    [
      "fallback_to_backup_route: [first token over 10 s]\n  backup_routes: [spare]",
      "first token over 10 s: first main: first_token_timeout; fallback spare",
    ],
    [
      `stop_without_fallback: ['has(response.error) && response.error == "permission"']`,
      "first main: permission; stopped",
    ],
  ])("%s", async (line, seen) => {
    const report = await drilled(pinned(`fallback:\n  ${line}`));
    expect(differencesIn(report)).toEqual([]);
    expect(report.rows.map((row) => row.seen).join("\n")).toContain(seen);
  });

  test("one that can never happen is a written transition without proof", async () => {
    const report = await drilled(
      pinned("latency: {timeout_ms: 5000}\nfallback: {stop_without_fallback: [over 30 s]}"),
    );
    expect(differencesIn(report)).toEqual([
      "not_drilled fallback.stop_without_fallback: over 30 s",
    ]);
    expect(hasDifference(report)).toBe(true);
  });
});

describe("risk, regions, limits and lesser services", () => {
  test("at high risk no route is changed without an approval", async () => {
    const report = await drilled(`policy_name: p
workflow: {name: w, risk_class: high}
route_selection: {primary_route: main}
fallback:
  retry_same_route_once: [transient_error]
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [spare]
  approvals: [{from: main, to: spare, by: lead, until: 2026-12-31}]
`);
    expect(differencesIn(report)).toEqual([]);
    const row = report.rows.find(({ id }) => id === "workflow.risk_class: high");
    expect(row?.seen).toBe("no approval: first main: rate_limit; retry main: rate_limit; queued");
  });

  test("a fallback whose approval has run out is written and not made", async () => {
    const report = await drilled(`policy_name: p
workflow: {name: w, risk_class: high}
route_selection: {primary_route: main}
fallback:
  fallback_to_backup_route: [rate_limit]
  backup_routes: [spare]
  approvals: [{from: main, to: spare, by: lead, until: 2026-01-31}]
`);
    expect(differencesIn(report)).toEqual(["fail fallback.fallback_to_backup_route: rate_limit"]);
  });

  test("content goes to approved regions alone, and a stop for that holds before any call", async () => {
    const report = await drilled(
      pinned(`workflow: {name: w, data_sensitivity: content}
risk: {approved_regions: {content: [eu]}, on_no_eligible_route: queue}
fallback: {stop_without_fallback: [unapproved_data_region]}`),
    );
    expect(differencesIn(report)).toEqual([]);
    const seen = new Map(report.rows.map((row) => [row.id, row.seen]));
    expect(seen.get("risk.approved_regions")).toBe(
      "a route that serves from elsewhere too: no call; stopped",
    );
    expect(seen.get("risk.on_no_eligible_route: queue")).toBe(
      "the one route is blocked: no call; queued",
    );
  });

  test("each limit is drilled on its own, to the millisecond", async () => {
    const report = await drilled(
      pinned(`latency:
  timeout_ms: 30000
  non_streaming_timeout_ms: 20000
  first_token_timeout_ms: 10000
  deadline_ms: 25000
  max_queue_ms: 5000
fallback: {retry_same_route_once: [timeout]}`),
    );
    expect(differencesIn(report)).toEqual([]);
    const ids = report.rows.filter(({ kind }) => kind === "timeout").map(({ id }) => id);
    expect(ids).toEqual([
      "latency.timeout_ms: 30000",
      "latency.non_streaming_timeout_ms: 20000",
      "latency.first_token_timeout_ms: 10000",
      "latency.deadline_ms: 25000",
      "latency.max_queue_ms: 5000",
    ]);
  });

  test("lesser services come in their order, where nothing else may follow", async () => {
    const report = await drilled(
      pinned(`fallback:
  degrade: [{reduced_scope: {route: small, max_output_tokens: 50}}, {static_answer: Later.}]`),
    );
    expect(differencesIn(report)).toEqual([]);
    const seen = report.rows.filter(({ kind }) => kind === "degradation").map((row) => row.seen);
    expect(seen).toEqual([
      "rate_limit: first main: rate_limit; reduced_scope small; answered",
      "rate_limit: first main: rate_limit; reduced_scope small: rate_limit; a static answer",
    ]);
  });

  test("what may have changed the world is not sent again", async () => {
    const row = await rowOf(
      pinned("fallback: {retry_same_route_once: [connection], side_effecting_tools: [refund]}"),
      "fallback.side_effecting_tools: refund",
    );
    expect(row).toMatchObject({ status: "pass", drills: 2 });
    expect(row?.seen).toContain("first main: truncated; answered");
  });

  test("a review of answers is drilled by an answer", async () => {
    const row = await rowOf(
      pinned('risk: {human_review_required_when: ["response.tool_calls.size() > 0"]}'),
      "risk.human_review_required_when: response.tool_calls.size() > 0",
    );
    expect(row).toMatchObject({ status: "pass", drills: 2 });
  });
});
