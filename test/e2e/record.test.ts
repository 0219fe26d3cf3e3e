import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  aLiveWorkspace,
  liveArgs,
  supportAnswers,
  supportDataset,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import {
  ended,
  type Finished,
  numbersOnly,
  routeproofBeside,
  startRouteproof,
} from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const models = ["big-model", "fast-model", "spare-model"] as const;
const RECORDS = 240;
const CALLS = models.length * RECORDS;

let server: WireServer;
let space: LiveWorkspace;
let first: Finished;

const recordArgs = (folder: string, ...more: readonly string[]): readonly string[] => [
  "record",
  `--dataset=${supportDataset}`,
  `--registry=${space.path("registry.yaml")}`,
  `--record=${space.path(folder)}`,
  ...more,
];

const record = (folder: string, ...more: readonly string[]): Promise<Finished> =>
  routeproofBeside(recordArgs(folder, ...more), { env: testKeys });

const recorded = (out: string, folder: string): readonly string[] =>
  liveArgs(space, out, `--recordings=${space.path(folder)}`, numbersOnly).filter(
    (arg) => arg !== "--provider=live",
  );

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers(), latencyMs: 10 });
  space = aLiveWorkspace(server);
  first = await record("table", "--all-routes", "--max-spend=20", "--concurrency=30");
}, 120_000);

afterAll(async () => {
  await server.close();
  space.remove();
});

test("every record is asked of every route once, into a folder that was not there", () => {
  expect(first.code).toBe(0);
  expect(server.count()).toBe(CALLS);
  for (const model of models) expect(server.served.of(model).answers).toBe(RECORDS);
  expect(first.stdout).toMatch(/Records: 240\nroute +answered +failed\nbig +240 +0\n/);
  expect(first.stdout).toMatch(/Paid: \$0\.\d+ for 720 calls/);
  expect(first.stderr).toContain(`routeproof run --recordings ${space.path("table")}`);
});

test("the same command once more calls nobody", async () => {
  const before = server.count();
  const again = await record("table", "--all-routes", "--max-spend=20", "--json");
  expect(again.code).toBe(0);
  expect(server.count()).toBe(before);
  const answered = { answered: RECORDS, failed: 0 };
  expect(JSON.parse(again.stdout)).toEqual({
    ending: "complete",
    records: RECORDS,
    routes: ["big", "fast", "spare"].map((route) => ({ route, ...answered })),
    spend: { sent: 0, usd: 0, unknown_calls: 0, unknown_at_most_usd: 0 },
    refused_keys: [],
  });
});

test("any policy over these routes is then free and complete, without a key", async () => {
  const before = server.count();
  for (const route of ["fast", "spare"]) {
    space.write(
      "other.yaml",
      `policy_name: other_${route}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
`,
    );
    const args = recorded(`by-${route}`, "table");
    const swapped = args.map((arg) =>
      arg.startsWith("--candidate") ? `--candidate=${space.path("other.yaml")}` : arg,
    );
    const done = await routeproofBeside(swapped);
    expect([0, 100, 101]).toContain(done.code);
    const { overall } = space.comparison(`by-${route}`).policies[`other_${route}`]!;
    expect(overall).toMatchObject({ records: RECORDS, coverage: 1, errors: {} });
  }
  expect(server.count()).toBe(before);
});

test("killed in the middle, the same command goes on where it was", async () => {
  const before = server.count();
  const args = recordArgs("killed", "--all-routes", "--max-spend=20", "--concurrency=20");
  const child = startRouteproof(args, { env: testKeys });
  const end = ended(child);
  while (child.exitCode === null && server.count() - before < 200) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGKILL");
  expect(await end).toBe("SIGKILL");
  appendFileSync(space.path("killed/attempts.jsonl"), '{"event":"start","at":"20');
  const done = await record("killed", "--all-routes", "--max-spend=20");
  expect(done.code).toBe(0);
  expect(done.stderr).toMatch(/holds \d+ recordings: what they answer is not called/);
  expect(done.stderr).toMatch(/dropped a torn last line of \d+ bytes from .*attempts.jsonl/);
  expect(space.lines("killed", "attempts.jsonl").length).toBeGreaterThan(2 * CALLS);
  // What each worker had under way when it was killed is asked again, nothing else: there are a
  // quarter more of them than calls at a time.
  const sent = server.count() - before;
  expect(sent).toBeGreaterThanOrEqual(CALLS);
  expect(sent).toBeLessThanOrEqual(CALLS + 25);
});

test("Ctrl-C keeps what was answered", async () => {
  const before = server.count();
  const args = recordArgs("drained", "--route=big", "--max-spend=20", "--concurrency=5");
  const child = startRouteproof(args, { env: testKeys });
  const end = ended(child);
  while (child.exitCode === null && server.count() - before < 50) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGINT");
  expect(await end).toBe(130);
  expect(server.count() - before).toBeLessThan(RECORDS);
  expect((await record("drained", "--route=big", "--max-spend=20")).code).toBe(0);
  expect(server.count() - before).toBe(RECORDS);
});

test("at its cap it stops with exit 4, and goes on under the next one", async () => {
  const before = server.count();
  const stopped = await record("capped", "--all-routes", "--max-spend=0.05", "--concurrency=30");
  expect(stopped.code).toBe(4);
  expect(stopped.stderr).toContain("the spend cap of $0.05 is reached");
  const [, paid] = /Paid: \$([\d.]+) for/.exec(stopped.stdout) ?? [];
  expect(Number(paid)).toBeLessThanOrEqual(0.05);
  expect((await record("capped", "--all-routes", "--max-spend=20")).code).toBe(0);
  expect(server.count() - before).toBe(CALLS);
});

test("a refused key is said and is exit 3, the other routes are recorded", async () => {
  const refusing = aLiveWorkspace(server, { fast: "401" });
  const registry = `--registry=${refusing.path("registry.yaml")}`;
  const args = recordArgs("refused", "--all-routes", "--max-spend=20", "--limit=20");
  const swapped = args.map((arg) => (arg.startsWith("--registry") ? registry : arg));
  const done = await routeproofBeside(swapped, { env: testKeys });
  expect(done.code).toBe(3);
  expect(done.stderr).toContain("the key in TEST_GOOGLE_KEY was refused (route fast)");
  expect(done.stdout).toMatch(/big +20 +0\nfast +0 +20\nspare +20 +0\n/);
  refusing.remove();
});

test("a cap under which nothing fits asks for a higher one", async () => {
  const stopped = await record("tight", "--all-routes", "--max-spend=0.0000001");
  expect(stopped.code).toBe(4);
  expect(stopped.stderr).toContain("exit 4: not one call fits under this cap");
});

const wrong: readonly (readonly [string, readonly string[], string])[] = [
  ["an unknown route", ["--route=bgi", "--max-spend=1"], 'no route "bgi" (did you mean "big"?)'],
  ["no route", ["--max-spend=1"], "--all-routes (or --route NAME) is missing"],
  [
    "every route and one of them",
    ["--all-routes", "--route=big", "--max-spend=1"],
    "--all-routes and --route exclude each other",
  ],
  ["no cap", ["--all-routes"], "--max-spend USD is missing"],
  ["a cap that is no amount", ["--all-routes", "--max-spend=lots"], "--max-spend"],
  [
    "a dataset that is not there",
    ["--all-routes", "--max-spend=1", "--dataset=no.yaml"],
    "no.yaml",
  ],
];

test.each(wrong)("%s is exit 2, and nothing is called or made", async (_what, more, message) => {
  const before = server.count();
  const refused = await record("never", ...more);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(message);
  expect(server.count()).toBe(before);
  expect(existsSync(space.path("never"))).toBe(false);
});

test("a recorded failure stays, until --retry-errors asks it again and nothing else", async () => {
  const failing = aLiveWorkspace(server, { fast: "500" });
  const args = (of: LiveWorkspace, ...more: readonly string[]): readonly string[] => [
    ...recordArgs("healed", "--route=fast", "--route=big", "--limit=5", "--max-spend=1", ...more),
    `--registry=${of.path("registry.yaml")}`,
  ];
  const ask = (of: LiveWorkspace, ...more: readonly string[]): Promise<Finished> =>
    routeproofBeside(args(of, ...more), { env: testKeys });
  const broken = await ask(failing);
  expect(broken.stdout).toMatch(/fast +0 +5\n/);
  const before = server.count();
  expect((await ask(space)).stdout).toMatch(/fast +0 +5\n/);
  expect(server.count()).toBe(before);
  const healed = await ask(space, "--retry-errors");
  expect(healed.code).toBe(0);
  expect(healed.stdout).toMatch(/fast +5 +0\n/);
  expect(server.count()).toBe(before + 5);
  failing.remove();
});

test("with --json what is wrong is JSON too", async () => {
  const refused = await record("never", "--all-routes", "--json");
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { exit_code: 2 } });
});

test("two commands do not write one folder at a time", async () => {
  const args = recordArgs("shared", "--all-routes", "--max-spend=20", "--concurrency=1");
  const child = startRouteproof(args, { env: testKeys });
  const end = ended(child);
  const pack = space.path("shared/recordings.jsonl");
  while (child.exitCode === null && !existsSync(pack)) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  while (child.exitCode === null && readFileSync(pack, "utf8") === "") {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  const refused = await record("shared", "--all-routes", "--max-spend=20");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("is writing this recordings folder");
  child.kill("SIGKILL");
  await end;
});
