import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256Hex } from "../../src/core/canonical-json.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const RECORDS = 30;

let work: Workspace;
let canary = "";

beforeAll(() => {
  work = aWorkspace({ records: RECORDS });
  canary = work.path("canary");
  // Loading it is enough to leave a trace.
  work.write(
    "router.ts",
    `import { appendFileSync } from "node:fs";
appendFileSync(${JSON.stringify(canary)}, "loaded\\n");
interface Asked { readonly request: { readonly messages: readonly { readonly content: string }[] } }
export function pick({ request }: Asked): unknown {
  const { content } = request.messages[0]!;
  const number = Number(content.split(" ").at(-1));
  if (number === 3) throw new Error("three");
  if (number === 4) while (true);
  if (number === 5) process.exit(0);
  if (number === 6) return "nowhere";
  if (number === 7) return 7;
  return number % 2 === 0 ? "weak" : { route: "strong", because: "odd" };
}
`,
  );
  work.write("module.yaml", policyOf("router.ts"));
});

afterAll(() => work.remove());

function policyOf(path: string): string {
  return `policy_name: own
registry: registry.yaml
route_selection:
  strategy: module
  module: {path: ${path}, export: pick, timeout_ms: 1000, routes: [weak, strong]}
promotion: {gates: [{metric: acceptance_rate, max_drop: 0.9}]}
`;
}

/** A line for each time that the file was loaded. */
const readLoads = (): readonly string[] => readFileSync(canary, "utf8").trim().split("\n");

const runArgs = (out: string, ...more: readonly string[]): readonly string[] => [
  "run",
  `--dataset=${work.path("table.dataset.yaml")}`,
  `--baseline=${work.path("strong.yaml")}`,
  `--candidate=${work.path("module.yaml")}`,
  `--out=${work.path(out)}`,
  ...more,
];

describe("R13: without leave the team's code is not even loaded", () => {
  test.each([
    ["run", () => runArgs("refused"), 2],
    ["check", () => ["check", work.path("module.yaml")], 100],
  ])("%s says so", (_name, args, code) => {
    const done = routeproof(args());
    expect(done.code).toBe(code);
    expect(done.stdout + done.stderr).toContain(
      `module.yaml:5:18: "${work.path("router.ts")}" is code, and code is run only where that is allowed (read it, then add --allow-code)`,
    );
    expect(existsSync(canary)).toBe(false);
    expect(existsSync(work.path("refused"))).toBe(false);
  });
});

describe("R13: with leave", () => {
  test("what it breaks is one record's error each, and the run goes on", () => {
    const done = routeproof(runArgs("out", "--allow-code", "--max-error-rate=0.2"));
    expect(done.code).toBe(0);
    const { overall, routes } = work.comparison("out").policies["own"]!;
    expect(overall.errors).toEqual({ harness_error: 5 });
    expect(overall.records).toBe(RECORDS);
    // Even numbers but 4 and 6 go to weak, odd ones but 3, 5 and 7 to strong.
    expect(routes["weak"]?.records).toBe(13);
    expect(routes["strong"]?.records).toBe(12);
  });

  test("each of them says what it did", () => {
    const why = (record: string): string =>
      routeproof(["show", work.path("out"), record, "--json"]).stdout.replaceAll("\\", "");
    expect(why("rec-3")).toContain("router.ts threw Error: three");
    expect(why("rec-4")).toContain("router.ts did not answer within 1000 ms");
    expect(why("rec-5")).toContain("router.ts ended its thread with exit code 0");
    expect(why("rec-6")).toContain('router.ts answered "nowhere", which is none of weak, strong');
    expect(why("rec-7")).toContain("router.ts answered 7, not a route or {route, because}");
    expect(why("rec-9")).toContain('"because": "odd"');
  });

  test("too many of them leave the run incomplete", () => {
    const done = routeproof(runArgs("strict", "--allow-code", numbersOnly));
    expect(done.code).toBe(3);
  });

  test("a resumed run asks for leave again", () => {
    const refused = routeproof(["run", "--resume", work.path("strict"), "--retry-errors"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("add --allow-code");
    const resumed = routeproof(["run", "--resume", work.path("strict"), "--allow-code"]);
    expect(resumed.code).toBe(3);
  });

  test("the file is an input of the run, and reports at other prices run none of it", () => {
    const { length } = readLoads();
    work.write(
      "prices.yaml",
      "prices: [{provider: openai, model: small-model, input_per_mtok_usd: 1, output_per_mtok_usd: 1}]\n",
    );
    const priced = routeproof(["report", work.path("out"), "--prices", work.path("prices.yaml")]);
    expect(priced.code).toBe(0);
    expect(readLoads()).toHaveLength(length);
    const manifest = JSON.parse(readFileSync(work.path("out/run.json"), "utf8")) as RunManifest;
    const sha256 = sha256Hex(readFileSync(work.path("router.ts"), "utf8"));
    expect(manifest.inputs).toContainEqual({
      role: "module",
      path: work.path("router.ts"),
      sha256,
    });
  });

  test("a file that is no function is refused before anything runs", () => {
    work.write("broken.ts", "export const pick = 1;\n");
    const policy = work.write("broken.yaml", policyOf("broken.ts"));
    const done = routeproof(["check", "--allow-code", policy]);
    expect(done.code).toBe(100);
    expect(done.stdout).toContain('broken.ts its export "pick" is no function');
    const sound = routeproof(["check", "--allow-code", work.path("module.yaml")]);
    expect(sound.stderr).toContain(" 0 problems");
  });
});
