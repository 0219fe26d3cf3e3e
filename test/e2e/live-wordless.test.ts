import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  aLiveWorkspace,
  liveArgs,
  supportAnswers,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { ended, projectRoot, routeproofBeside, startRouteproof } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

/** Every answer holds it: no file may. */
const ANSWERED = "zwischenruf-of-the-model";

let server: WireServer;
let space: LiveWorkspace;

beforeAll(async () => {
  const answers = supportAnswers();
  server = await startWireServer({
    latencyMs: 20,
    answer: (body, family) => {
      const { text } = answers(body, family);
      return { text: text.replace("{", `{"note":"${ANSWERED}",`) };
    },
  });
  space = aLiveWorkspace(server);
});

afterAll(async () => {
  await server.close();
  space.remove();
});

const wordless = (out: string, ...more: readonly string[]): readonly string[] =>
  liveArgs(space, out, "--max-spend=20", "--store-text=none", "--concurrency=20", ...more);

/** Some words in a row of each prompt. */
function prompts(): readonly string[] {
  return readFileSync(join(projectRoot, "datasets/support-triage.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { messages: { content: string }[] })
    .map(({ messages }) => JSON.stringify(messages.at(-1)?.content).slice(1, -1).slice(0, 40));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(space.path(folder), { recursive: true, encoding: "utf8" })
    .map((name) => space.path(join(folder, name)))
    .filter((name) => statSync(name).isFile());
}

function expectWordless(folder: string): void {
  const files = filesIn(folder);
  expect(files.length).toBeGreaterThan(0);
  const words = [ANSWERED, "You triage support messages", ...prompts()];
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const found = words.filter((word) => text.includes(word));
    expect({ file, found }).toEqual({ file, found: [] });
  }
}

test("no file of a live run without texts holds a word of a prompt or an answer", async () => {
  const before = server.count();
  const done = await routeproofBeside(wordless("run", `--record=${space.path("recordings")}`), {
    env: testKeys,
  });
  expect([0, 100, 101]).toContain(done.code);
  expect(done.stdout + done.stderr).not.toContain(ANSWERED);
  expectWordless("run");
  expectWordless("recordings");
  // What two policies both ask for is shared all the same.
  expect(server.count() - before).toBe(space.manifest("run").spend?.sent);
  expect(space.manifest("run").spend?.sent).toBeLessThan(480);
});

test("nor does what show and report print of it", async () => {
  for (const args of [
    ["show", space.path("run"), "st-0001"],
    ["show", space.path("run"), "st-0001", "--json"],
    ["report", space.path("run"), "--json"],
  ]) {
    const shown = await routeproofBeside(args);
    expect(shown.code).toBe(0);
    for (const word of [ANSWERED, "You triage", ...prompts()]) {
      expect(shown.stdout).not.toContain(word);
    }
  }
});

test("killed, it is resumed: answers that were not kept are asked again, and that is said", async () => {
  const child = startRouteproof(wordless("killed"), { env: testKeys });
  const end = ended(child);
  const attempts = space.path("killed/attempts.jsonl");
  const finishes = (): number =>
    statSync(attempts, { throwIfNoEntry: false }) === undefined
      ? 0
      : readFileSync(attempts, "utf8").split('"event":"finish"').length - 1;
  while (child.exitCode === null && finishes() < 100) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGKILL");
  expect(await end).toBe("SIGKILL");
  const paid = finishes();
  const args = ["run", `--resume=${space.path("killed")}`];
  const resumed = await routeproofBeside(args, { env: testKeys });
  expect([0, 100, 101]).toContain(resumed.code);
  expect(resumed.stderr).toMatch(
    /\d+ answers of it are paid for, but their texts were not kept: they are asked again/,
  );
  expect(paid).toBeGreaterThanOrEqual(100);
  expectWordless("killed");
  expect(space.comparison("killed").comparisons[0]?.verdict).toEqual(
    space.comparison("run").comparisons[0]?.verdict,
  );
});
