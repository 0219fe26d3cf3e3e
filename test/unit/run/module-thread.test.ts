import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ModuleThread } from "../../../src/run/advice/module-thread.ts";

/** Long enough for a crowded machine: no test waits for it. */
const PATIENT_MS = 60_000;

let folder = "";
let threads: ModuleThread[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modules-"));
});

afterEach(async () => {
  await Promise.all(threads.map((thread) => thread.close()));
  threads = [];
  rmSync(folder, { recursive: true });
});

function threadOf(source: string, exportName = "default", file = "router.mjs"): ModuleThread {
  const path = join(folder, file);
  writeFileSync(path, source);
  const thread = new ModuleThread(path, exportName);
  threads.push(thread);
  return thread;
}

const answered = (route: string, because?: string) => ({ kind: "answer", route, because });
const unanswered = (because: string) => ({ kind: "no_answer", because });

describe("R13: the team's own function", () => {
  test("is given the question, and answers a route, or a route with its reason", async () => {
    const thread = threadOf(`
      export default ({ intent }) => intent === "vip" ? { route: "large", because: "vip" } : "small";
    `);
    expect(await thread.ask({ intent: "vip" }, PATIENT_MS)).toEqual(answered("large", "vip"));
    expect(await thread.ask({ intent: "faq" }, PATIENT_MS)).toEqual(answered("small"));
  });

  test("may be TypeScript, may answer later, and may be a named export", async () => {
    const thread = threadOf(
      "export async function pick(asked: { n: number }): Promise<string> { return `r${asked.n}`; }",
      "pick",
      "router.ts",
    );
    const answers = await Promise.all([1, 2, 3].map((n) => thread.ask({ n }, PATIENT_MS)));
    expect(answers).toEqual([answered("r1"), answered("r2"), answered("r3")]);
  });

  test("that hangs is late by itself: the next question is answered", async () => {
    const thread = threadOf(`
      export default ({ n }) => { while (n === 1); return "small"; };
    `);
    expect(await thread.load()).toBeUndefined();
    const late = thread.ask({ n: 1 }, 200);
    const next = thread.ask({ n: 2 }, PATIENT_MS);
    expect(await late).toEqual(unanswered("did not answer within 200 ms"));
    expect(await next).toEqual(answered("small"));
  });

  test.each([
    ["throw new Error('no')", "threw Error: no"],
    ["throw { toJSON() { throw 1 } }", "threw what cannot be written down"],
    ["return undefined", "answered undefined, not a route or {route, because}"],
    ["return 42", "answered 42, not a route or {route, because}"],
    ["return { route: 1 }", 'answered {"route":1}, not a route or {route, because}'],
    ["return () => 'small'", "answered function, not a route or {route, because}"],
    ["return { get route() { throw new Error('trap') } }", "threw Error: trap"],
    ["process.exit(3)", "ended its thread with exit code 3"],
    [
      "return new Promise(() => setTimeout(() => { throw new Error('later') }))",
      /broke its thread: Error: later/,
    ],
  ])("that says `%s` breaks one question alone", async (body, because) => {
    const thread = threadOf(`
      export default ({ n }) => { if (n === 2) return "small"; ${body} };
    `);
    const answer = await thread.ask({ n: 1 }, PATIENT_MS);
    expect(answer).toEqual({
      kind: "no_answer",
      because: expect.stringMatching(because) as unknown,
    });
    expect(await thread.ask({ n: 2 }, PATIENT_MS)).toEqual(answered("small"));
  });

  test("sees no environment, and what it prints is not shown", async () => {
    const thread = threadOf(`
      console.log("x".repeat(1e6));
      export default () => JSON.stringify(process.env);
    `);
    expect(await thread.ask({}, PATIENT_MS)).toEqual(answered("{}"));
  });

  test("cannot answer for another question with messages of its own", async () => {
    const thread = threadOf(`
      import { parentPort } from "node:worker_threads";
      export default () => {
        parentPort.postMessage(null);
        parentPort.postMessage({ number: 99, said: { kind: "answer", route: "forged" } });
        return "small";
      };
    `);
    expect(await thread.ask({}, PATIENT_MS)).toEqual(answered("small"));
    expect(await thread.ask({}, PATIENT_MS)).toEqual(answered("small"));
  });

  test.each([
    ["export default 1", 'its export "default" is no function'],
    ["export const pick = () => 'a'", 'has no export "default": it exports pick'],
    ["const unused = 1", 'has no export "default": it exports nothing'],
    ["export default (", /^cannot be loaded: SyntaxError/],
    ["import './missing.mjs'", /^cannot be loaded: .*Cannot find module/],
  ])("in `%s` cannot be asked, and that is said", async (source, because) => {
    const thread = threadOf(source);
    expect(await thread.load()).toMatch(because);
    expect(await thread.ask({}, PATIENT_MS)).toMatchObject({ kind: "no_answer" });
  });
});
