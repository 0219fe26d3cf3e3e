import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  closedPort,
  startPortkeyGateway,
  type PortkeyGateway,
} from "../support/portkey-gateway.ts";
import { routeproofBeside, type Finished } from "../support/routeproof.ts";

/** Statuses on which this gateway tries again, or goes on: its own failures come as a 500. */
const STATUSES = [408, 429, 500, 503];
const TIMEOUT_MS = 300;

const kinds = "[rate_limit, quota_exceeded, transient_5xx, overloaded, timeout, connection]";

const policy = `policy_name: behind_portkey
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: first}
latency: {timeout_ms: ${TIMEOUT_MS}}
fallback:
  max_attempts: 3
  retry_same_route_once: ${kinds}
  fallback_to_backup_route: ${kinds}
  backup_routes: [second]
  blocked_fallbacks: [third]
  stop_without_fallback: [invalid_request, safety_refusal]
`;

const registry = `routes:
  first: {provider: openai, model: first-model}
  second: {provider: openai, model: second-model}
  third: {provider: openai, model: third-model}
`;

let gateway: PortkeyGateway;
let folder = "";
let port = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-drilled-gateway-"));
  writeFileSync(join(folder, "policy.yaml"), policy);
  writeFileSync(join(folder, "registry.yaml"), registry);
  gateway = await startPortkeyGateway();
  port = await closedPort();
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Target {
  readonly model: string;
  readonly retries: number;
}

/** The gateway's configuration of a policy: targets in order, each with its retries. */
function configOf(targets: readonly Target[]): string {
  return JSON.stringify({
    strategy: { mode: "fallback", on_status_codes: STATUSES },
    targets: targets.map(({ model, retries }) => ({
      provider: "openai",
      api_key: "sk-drill",
      custom_host: `http://127.0.0.1:${port}/v1`,
      request_timeout: TIMEOUT_MS,
      override_params: { model },
      retry: { attempts: retries, on_status_codes: STATUSES },
    })),
  });
}

function drill(targets: readonly Target[], ...more: readonly string[]): Promise<Finished> {
  return routeproofBeside([
    "drill",
    `--policy=${join(folder, "policy.yaml")}`,
    `--gateway=${gateway.baseUrl}`,
    `--upstream-port=${port}`,
    `--header=x-portkey-config:${configOf(targets)}`,
    ...more,
  ]);
}

interface Row {
  readonly id: string;
  readonly status: string;
  readonly seen: string;
  readonly because: string;
}

const rowsOf = ({ stdout }: Finished): readonly Row[] =>
  (JSON.parse(stdout) as { readonly drills: readonly { readonly rows: readonly Row[] }[] })
    .drills[0]?.rows ?? [];

test("a gateway that is configured as the policy is written keeps its promises", async () => {
  const done = await drill(
    [
      { model: "first-model", retries: 1 },
      { model: "second-model", retries: 0 },
    ],
    "--json",
  );
  const rows = rowsOf(done);
  expect(rows.filter(({ status }) => status === "fail")).toEqual([]);
  expect(done.code).toBe(0);
  const seen = new Map(rows.map((row) => [row.id, row.seen]));
  expect(seen.get("fallback.retry_same_route_once: rate_limit")).toContain(
    "rate_limit, then an answer: first-model, first-model; answered",
  );
  expect(seen.get("fallback.fallback_to_backup_route: timeout")).toContain(
    "timeout: first-model, first-model, second-model; answered",
  );
  expect(seen.get("latency.timeout_ms: 300")).toContain(
    "first-model, first-model, second-model; failed",
  );
  expect(done.stderr).toContain("15 of 15 written transitions");
});

test("one without the retry, that falls back to a blocked route, is told row by row", async () => {
  const done = await drill(
    [
      { model: "first-model", retries: 0 },
      { model: "third-model", retries: 0 },
    ],
    "--json",
  );
  expect(done.code).toBe(100);
  const failed = new Map(
    rowsOf(done)
      .filter(({ status }) => status === "fail")
      .map((row) => [row.id, row.because]),
  );
  expect(failed.get("fallback.retry_same_route_once: overloaded")).toContain(
    "call 2 had to be a retry call of first-model",
  );
  expect(failed.get("fallback.blocked_fallbacks: third")).toBe("third-model was called");
  expect([...failed.keys()]).not.toContain("fallback.stop_without_fallback: invalid_request");
});

test("what is not the gateway's to keep is not held against it, and says why", async () => {
  const done = await drill([{ model: "first-model", retries: 0 }], "--json");
  const rollback = rowsOf(done).find(({ id }) => id === "rollback");
  expect(rollback).toMatchObject({
    status: "not_drilled",
    because: "drill the policy to roll back to, with the gateway's configuration of it",
  });
});

test("a gateway that leads elsewhere is exit 3: nothing was drilled", async () => {
  const other = await closedPort();
  const done = await routeproofBeside([
    "drill",
    `--policy=${join(folder, "policy.yaml")}`,
    `--gateway=${gateway.baseUrl}`,
    `--upstream-port=${other}`,
    `--header=x-portkey-config:${configOf([{ model: "first-model", retries: 0 }])}`,
  ]);
  expect(done.code).toBe(3);
  expect(done.stderr).toContain("did not ask the upstream of this drill");
  expect(done.stderr).toContain(`http://127.0.0.1:${other}/v1`);
});
