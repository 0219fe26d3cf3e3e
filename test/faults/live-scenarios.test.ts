import { afterAll, beforeAll, expect, test } from "vitest";
import type { FailureKind } from "../../src/core/failure.ts";
import type { JsonObject } from "../../src/core/json.ts";
import {
  aLiveWorkspace,
  supportAnswers,
  supportDataset,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { ended, numbersOnly, routeproofBeside, startRouteproof } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

let server: WireServer;
const spaces: LiveWorkspace[] = [];

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers() });
});

afterAll(async () => {
  await server.close();
  for (const space of spaces) space.remove();
});

const RETRY = "[transient_error, invalid_response]";
const FALLBACK =
  "[primary_route_unavailable, invalid_response, safety_refusal, quota_exceeded, authentication]";

interface Policy {
  readonly latency?: string;
  readonly retry?: string;
}

/** A folder whose route `big` meets the scenario, and the arguments of a run of one record over it. */
function aFolder(scenario: string, { latency = "timeout_ms: 20000", retry = RETRY }: Policy = {}) {
  const space = aLiveWorkspace(server, { big: scenario });
  spaces.push(space);
  const policy = (name: string, route: string, fallback: string): string =>
    space.write(
      `${name}.yaml`,
      `policy_name: ${name}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
latency: {${latency}}
${fallback}`,
    );
  const fallback = `fallback: {max_attempts: 3, retry_same_route_once: ${retry}, fallback_to_backup_route: ${FALLBACK}, backup_routes: [spare]}
`;
  const args = [
    "run",
    `--dataset=${supportDataset}`,
    `--baseline=${policy("calm", "spare", "")}`,
    `--candidate=${policy("tried", "big", fallback)}`,
    `--out=${space.path("run")}`,
    "--provider=live",
    "--max-spend=5",
    "--limit=1",
    numbersOnly,
  ];
  return { space, args };
}

/** What one record of `tried` went through, as the journal tells it. */
async function through(scenario: string, policy?: Policy) {
  const before = server.count(scenario);
  const { space, args } = aFolder(scenario, policy);
  const done = await routeproofBeside(args, { env: testKeys });
  const line = space.lines("run", "outcomes.jsonl").find(({ policy: of }) => of === "tried");
  const attempts = (line?.["attempts"] ?? []) as readonly JsonObject[];
  return {
    done,
    requests: server.count(scenario) - before,
    sent: space.manifest("run").spend?.sent,
    ending: line?.["ending"],
    path: attempts.map(({ route, kind }) => `${kind as string} ${route as string}`),
    classes: attempts
      .filter(({ route }) => route === "big")
      .map(({ failure }) => (failure as JsonObject | undefined)?.["class"]),
    waitedMs: attempts.map(({ waited_ms: waited }) => waited ?? 0),
  };
}

const retriedThenSaved = ["first big", "retry big", "fallback spare"];
const savedAtOnce = ["first big", "fallback spare"];

/** The nominal wait before a retry: what the provider asks for, between a second and two minutes. */
const hints: readonly (readonly [string, number, number])[] = [
  ["429-seconds", 3000, 3000],
  ["429-date", 3000, 5000],
  ["429-past-date", 1000, 1000],
  ["429-negative", 1000, 1000],
  ["429-abc", 1000, 1000],
  ["429-missing", 1000, 1000],
];

test.concurrent.each(hints)("%s: retried once, after its time", async (scenario, least, most) => {
  const seen = await through(scenario);
  // The fallback's answer is the baseline's: it is sent once for both.
  expect(seen).toMatchObject({ requests: 2, sent: 3, ending: "answered", path: retriedThenSaved });
  expect(seen.classes).toEqual(["rate_limit", "rate_limit"]);
  expect(seen.waitedMs[1]).toBeGreaterThanOrEqual(least);
  expect(seen.waitedMs[1]).toBeLessThanOrEqual(most);
});

/** Limits are short only where a limit ends the call, and leave a busy machine time for the fallback. */
const silent = "timeout_ms: 1500, first_token_timeout_ms: 1000";
const unfinished = "timeout_ms: 1500, first_token_timeout_ms: 1400";
const streamed = "timeout_ms: 20000, first_token_timeout_ms: 15000";

const faults: readonly (readonly [string, Policy, FailureKind, readonly string[]])[] = [
  ["500", {}, "transient_5xx", retriedThenSaved],
  ["closed", {}, "connection", retriedThenSaved],
  ["hang", { latency: "timeout_ms: 1500" }, "timeout", retriedThenSaved],
  ["hang-after-headers", { latency: silent }, "first_token_timeout", retriedThenSaved],
  ["hang-body", { latency: unfinished }, "timeout", retriedThenSaved],
  ["hang-comments", { latency: unfinished }, "timeout", retriedThenSaved],
  ["endless-stream", { latency: unfinished }, "timeout", retriedThenSaved],
  ["cut", { latency: streamed }, "stream_interrupted", retriedThenSaved],
  ["cut-early", { latency: streamed }, "stream_interrupted", retriedThenSaved],
  ["reset", { latency: streamed }, "stream_interrupted", retriedThenSaved],
  ["malformed", {}, "invalid_response", retriedThenSaved],
  ["html-200", {}, "invalid_response", retriedThenSaved],
  ["error-200", {}, "transient_5xx", retriedThenSaved],
  ["refusal", {}, "safety_refusal", savedAtOnce],
  ["429-quota", {}, "quota_exceeded", savedAtOnce],
];

test.concurrent.each(faults)(
  "%s is what it is, and the policy says what follows",
  async (scenario, policy, kind, path) => {
    const seen = await through(scenario, policy);
    const requests = path.filter((step) => step.endsWith("big")).length;
    expect(seen).toMatchObject({ requests, ending: "answered", path, sent: path.length });
    expect(new Set(seen.classes)).toEqual(new Set([kind]));
  },
);

test.concurrent("a refused key is not tried again, and the run says whose it is", async () => {
  const seen = await through("401");
  expect(seen).toMatchObject({ requests: 1, ending: "answered", path: savedAtOnce });
  expect(seen.done.code).toBe(3);
  const said = "the key in TEST_OPENAI_KEY was refused (route big)";
  expect(seen.done.stdout).toContain(`INCOMPLETE  ${said}`);
  expect(seen.done.stderr).toContain(`${said}; it is not sent again`);
  expect(seen.done.stderr).toContain("--retry-errors");
});

test.concurrent("asked to wait for ages, the user is told, and Ctrl-C does not wait", async () => {
  const { space, args } = aFolder("429-huge");
  const child = startRouteproof(args, { env: testKeys });
  let said = "";
  const told = new Promise<void>((resolve) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("its calls wait 120 s")) resolve();
    });
  });
  const end = ended(child);
  await Promise.race([told, end]);
  child.kill("SIGINT");
  expect(await end).toBe(130);
  expect(said).toContain("big: its provider asks for a pause");
  expect(server.count("429-huge")).toBe(1);
  // The try that was refused is on record: the next session goes on after it.
  const events = space.lines("run", "attempts.jsonl");
  expect(events.filter(({ event, route }) => event === "finish" && route === "big")).toHaveLength(
    1,
  );
});

test.concurrent("--retry-errors asks again also where the failure was recorded", async () => {
  const { space, args } = aFolder("503");
  space.write(
    "tried.yaml",
    `policy_name: tried
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: big}
latency: {timeout_ms: 20000}
`,
  );
  await routeproofBeside([...args, `--record=${space.path("tapes")}`], { env: testKeys });
  expect(server.count("503")).toBe(1);
  const again = ["run", `--resume=${space.path("run")}`, "--retry-errors"];
  await routeproofBeside(again, { env: testKeys });
  expect(server.count("503")).toBe(2);
});
