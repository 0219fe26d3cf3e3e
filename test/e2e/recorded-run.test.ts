import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  builtMain,
  ended,
  projectRoot,
  routeproofBeside,
  startRouteproof,
  type Finished,
} from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";
import { skipSaying } from "../support/skip-saying.ts";

let server: WireServer;
let space: LiveWorkspace;
let expected: string;

const recordedArgs = (out: string, ...more: readonly string[]): readonly string[] =>
  liveArgs(space, out, `--recordings=${space.path("table")}`, "--format=json,csv", ...more).filter(
    (arg) => arg !== "--provider=live",
  );

const replayed = (out: string, ...more: readonly string[]): Promise<Finished> =>
  routeproofBeside(recordedArgs(out, ...more), { env: testKeys });

const bytesOf = (out: string, file = "comparison.json"): string =>
  readFileSync(space.path(`${out}/${file}`), "utf8");

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers(), latencyMs: 3 });
  space = aLiveWorkspace(server);
  const registry = readFileSync(space.path("registry.yaml"), "utf8");
  space.write(
    "other-registry.yaml",
    registry
      .replace(
        "{max_output_tokens: 400, temperature: 0}",
        "{max_output_tokens: 401, temperature: 0}",
      )
      .replaceAll(
        /^ {4}provider:/gm,
        "    simulation: {latency: {p50_ms: 100, p95_ms: 300}, accuracy: 0.9}\n    provider:",
      ),
  );
  const recorded = await routeproofBeside(
    [
      "record",
      "--all-routes",
      `--dataset=${supportDataset}`,
      `--registry=${space.path("registry.yaml")}`,
      `--record=${space.path("table")}`,
      "--max-spend=20",
      "--concurrency=20",
    ],
    { env: testKeys },
  );
  if (recorded.code !== 0) throw new Error(recorded.stderr);
  await replayed("first");
  expected = bytesOf("first");
}, 120_000);

afterAll(async () => {
  await server.close();
  space.remove();
});

test.each(["1", "8", "50"])("at concurrency %s the bytes are the same", async (concurrency) => {
  const before = server.count();
  const out = `at-${concurrency}`;
  expect((await replayed(out, `--concurrency=${concurrency}`)).code).toBe(0);
  expect(bytesOf(out)).toBe(expected);
  expect(bytesOf(out, "cost.csv")).toBe(bytesOf("first", "cost.csv"));
  expect(server.count()).toBe(before);
});

function inside(tool: readonly string[], args: readonly string[]): number | null {
  const [command = "", ...words] = [...tool, process.execPath, builtMain, ...args];
  const env = { ...process.env, ...testKeys, CI: "", NO_COLOR: "1" };
  return spawnSync(command, words, { cwd: projectRoot, env, encoding: "utf8" }).status;
}

test("without any network the recordings are all that is needed", (context) => {
  const alone = ["unshare", "--map-root-user", "--net"];
  if (spawnSync(alone[0]!, [...alone.slice(1), "true"]).status !== 0) {
    skipSaying(context, "a namespace without a network cannot be made here");
  }
  expect(inside(alone, recordedArgs("alone"))).toBe(0);
  expect(bytesOf("alone")).toBe(expected);
});

test("no socket is opened", (context) => {
  const trace = space.path("sockets.txt");
  const tracing = ["strace", "-f", "-e", "trace=socket,connect", "-o", trace];
  if (spawnSync(tracing[0]!, [...tracing.slice(1), "true"]).status !== 0) {
    skipSaying(context, "strace is not installed, or may not trace");
  }
  expect(inside(tracing, recordedArgs("traced"))).toBe(0);
  expect(readFileSync(trace, "utf8")).not.toMatch(/AF_INET|connect\(/);
});

test("without a key a recorded run is the same", async () => {
  expect((await routeproofBeside(recordedArgs("keyless"))).code).toBe(0);
  expect(bytesOf("keyless")).toBe(expected);
});

const other = (): string => `--registry=${space.path("other-registry.yaml")}`;

test("a changed parameter is a miss that names the nearest recording and the field", async () => {
  const missed = await replayed("missed", other());
  expect(missed.code).toBe(3);
  expect(missed.stderr).toMatch(/exit 3: incomplete, the recordings lack calls of \d+ outcomes/);
  const lines = space.lines("missed", "outcomes.jsonl");
  const details = lines.filter(({ route }) => route === "fast").map((line) => JSON.stringify(line));
  expect(details.length).toBeGreaterThan(50);
  for (const detail of details) {
    expect(detail).toContain("recording_missing");
    expect(detail).toMatch(/nearest, of record \\"st-\d+\\"/);
    expect(detail).toContain("differs in config.maxOutputTokens 400 → 401");
  }
  expect(lines.filter((line) => JSON.stringify(line).includes("recording_missing"))).toHaveLength(
    details.length,
  );
});

test("misses may be simulated, the same at each time, and nobody is called", async () => {
  const before = server.count();
  const args = [other(), "--on-miss=simulate"];
  expect((await replayed("simulated", ...args)).code).toBeLessThanOrEqual(101);
  await replayed("simulated-2", ...args, "--concurrency=2");
  expect(bytesOf("simulated-2")).toBe(bytesOf("simulated"));
  expect(space.comparison("simulated").policies["mixed"]?.overall.errors).toEqual({});
  expect(server.count()).toBe(before);
});

test("misses may be asked live: those alone, under a cap, and kept where --record says", async () => {
  const before = server.count();
  const uncapped = await replayed("uncapped", other(), "--on-miss=live");
  expect(uncapped.code).toBe(2);
  expect(uncapped.stderr).toContain("--max-spend");
  const args = [other(), "--on-miss=live", "--max-spend=5", `--record=${space.path("added")}`];
  expect((await replayed("filled", ...args)).code).toBe(0);
  const { spend } = space.manifest("filled");
  const missing = space.comparison("missed").policies["mixed"]?.overall.errors;
  expect(spend?.sent).toBe(missing?.["recording_missing"]);
  expect(server.count() - before).toBe(spend?.sent);
  expect(space.lines("added", "recordings.jsonl").length).toBeGreaterThanOrEqual(spend?.sent ?? 1);
});

const folders: readonly (readonly [string, (path: string) => void, string])[] = [
  ["is not there", () => undefined, "there are no recordings"],
  ["is empty", (path) => mkdirSync(path), "there are no recordings"],
  ["is a file", (path) => writeFileSync(path, "no folder"), "a file is where recordings should be"],
];

test.each(folders)(
  "a folder of recordings that %s is exit 2, and no run is left",
  async (what, make, message) => {
    const folder = what.replaceAll(" ", "-");
    make(space.path(folder));
    const out = `run-${folder}`;
    const refused = await replayed(out, `--recordings=${space.path(folder)}`);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(message);
    expect(existsSync(space.path(out))).toBe(false);
  },
);

test("a file is no place to record into: exit 2, and nothing is called", async () => {
  const before = server.count();
  writeFileSync(space.path("some-file"), "no folder");
  const args = ["--max-spend=20", `--record=${space.path("some-file")}`];
  const refused = await routeproofBeside(liveArgs(space, "into-file", ...args), { env: testKeys });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("a file is where recordings should be");
  expect(server.count()).toBe(before);
  expect(existsSync(space.path("into-file"))).toBe(false);
});

test("a damaged line is found, named, and the run goes on once it is mended", async () => {
  cpSync(space.path("table"), space.path("damaged"), { recursive: true });
  const pack = space.path("damaged/recordings.jsonl");
  const sound = readFileSync(pack, "utf8");
  const lines = sound.split("\n");
  writeFileSync(pack, lines.with(99, lines[99]!.slice(0, 40)).join("\n"));
  const stopped = await replayed("damaged-run", `--recordings=${space.path("damaged")}`);
  expect(stopped.code).toBe(5);
  expect(stopped.stderr).toContain("recordings.jsonl:100: this recording is damaged");
  expect(stopped.stderr).toContain("restore the file");
  writeFileSync(pack, sound);
  const resumed = await routeproofBeside(["run", `--resume=${space.path("damaged-run")}`]);
  expect(resumed.code).toBe(0);
  expect(bytesOf("damaged-run")).toBe(expected);
});

test("a folder that another process writes can be read, and not written", async () => {
  const live = (out: string) =>
    liveArgs(space, out, "--max-spend=20", `--record=${space.path("busy")}`);
  const child = startRouteproof([...live("writer"), "--concurrency=1"], { env: testKeys });
  const end = ended(child);
  while (child.exitCode === null && !existsSync(space.path("busy/recordings.jsonl"))) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGSTOP");
  const before = server.count();
  const refused = await routeproofBeside(live("second"), { env: testKeys });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("is writing this recordings folder");
  expect(existsSync(space.path("second"))).toBe(false);
  const read = await replayed("reader", `--recordings=${space.path("busy")}`);
  expect(read.code).toBe(3);
  expect(server.count()).toBe(before);
  child.kill("SIGKILL");
  child.kill("SIGCONT");
  await end;
});
