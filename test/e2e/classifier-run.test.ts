import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClassificationMetrics } from "../../src/core/metrics.ts";
import { isJsonObject, type JsonObject } from "../../src/core/json.ts";
import {
  aLiveWorkspace,
  liveArgs,
  supportAnswers,
  supportDataset,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import {
  type Finished,
  numbersOnly,
  projectRoot,
  routeproofBeside,
} from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const LABELS =
  "[billing_question, refund_request, refund_exception, cancel_subscription, bug_report, how_to, account_access, legal_or_policy_question, data_export, abuse_report, feature_request, shipping_delay]";

let server: WireServer;
let space: LiveWorkspace;

/** The classifier's share of the answers: it is right but for records of one intent. */
const asked = supportAnswers();

beforeAll(async () => {
  server = await startWireServer({
    latencyMs: 1,
    answer: (body, family) => {
      if (!JSON.stringify(body).includes("Say what the user's request is about")) {
        return asked(body, family);
      }
      const { text } = asked(body, family);
      const { intent } = JSON.parse(text) as { intent: string };
      const said = intent === "how_to" ? "feature_request" : intent;
      return { text: JSON.stringify({ intent: said, confidence: 0.9 }) };
    },
  });
  space = aLiveWorkspace(server);
  const intent = (more: string): string => `
  strategy: intent
  primary_route: big
  intent:
    by: model
    model: {route: fast, labels: ${LABELS}${more}}
    routes: {how_to: fast, feature_request: spare}
    golden_tag: intent`;
  space.write("mixed.yaml", policyOf("asking", "registry.yaml", intent("")));
  const sample = join(projectRoot, "policies/registry.yaml");
  space.write(
    "pinned.yaml",
    policyOf("pinned", sample, "{strategy: pinned, primary_route: balanced_support_route}"),
  );
  space.write(
    "simulated.yaml",
    policyOf(
      "simulated",
      sample,
      intent(", timeout_ms: 1200")
        .replaceAll("big", "balanced_support_route")
        .replaceAll("fast", "tiny_support_route")
        .replaceAll("spare", "fast_support_route"),
    ),
  );
}, 60_000);

afterAll(async () => {
  await server.close();
  space.remove();
});

function policyOf(name: string, registry: string, selection: string): string {
  return `policy_name: ${name}
registry: ${registry}
route_selection: ${selection}
promotion: {gates: [{metric: acceptance_rate, max_drop: 0.5}]}
`;
}

function classificationIn(out: string, policy: string): ClassificationMetrics | undefined {
  return space.comparison(out).policies[policy]?.classification;
}

interface Line {
  readonly record: string;
  readonly golden: string;
  readonly classification: JsonObject;
  readonly attempts: readonly JsonObject[];
  readonly accepted: boolean;
}

/** The candidate's outcomes beside the golden tag, as the run's files and the data hold them. */
function linesOf(out: string): readonly Line[] {
  const data = readFileSync(join(projectRoot, "datasets/support-triage.jsonl"), "utf8");
  const golden = new Map(
    data
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; intent: string })
      .map(({ id, intent }) => [id, intent]),
  );
  return space.lines(out, "outcomes.jsonl").flatMap((line) => {
    if (line["arm"] !== 1) return [];
    const { record, trace, attempts, accepted } = line;
    if (!isJsonObject(trace) || !isJsonObject(trace["classification"])) throw new Error("no trace");
    return [
      {
        record: record as string,
        golden: golden.get(record as string) ?? "",
        classification: trace["classification"],
        attempts: attempts as unknown as readonly JsonObject[],
        accepted: accepted === true,
      },
    ];
  });
}

const sum = (values: readonly unknown[]): number =>
  values.reduce<number>((total, value) => total + Number(value), 0);

describe("R4: a small model says what a record is about", () => {
  test("simulated: every figure is what the journal adds up to", async () => {
    const done = await routeproofBeside([
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${space.path("pinned.yaml")}`,
      `--candidate=${space.path("simulated.yaml")}`,
      `--out=${space.path("simulated")}`,
    ]);
    expect(done.code).toBe(0);
    const lines = linesOf("simulated");
    expect(lines).toHaveLength(240);
    const sure = lines.filter(({ classification }) => classification["label"] !== undefined);
    const right = sure.filter(({ classification, golden }) => classification["label"] === golden);
    const said = classificationIn("simulated", "simulated");
    expect(said?.unsure_rate.value).toBe((240 - sure.length) / 240);
    expect(said?.accuracy?.value).toBe(right.length / 240);
    const matrix = Object.entries(said?.confusion ?? {});
    expect(sum(matrix.flatMap(([, row]) => Object.values(row)))).toBe(sure.length);
    expect(sum(matrix.map(([golden, row]) => row[golden] ?? 0))).toBe(right.length);
    // The tiny route is right in 80 %, and is late, overloaded or breaks its schema in some.
    expect(right.length / 240).toBeGreaterThan(0.6);
    expect(right.length / 240).toBeLessThan(0.8);

    const classifying = sum(lines.map(({ classification }) => classification["cost_usd"]));
    const serving = sum(
      lines.flatMap(({ attempts }) => attempts.map((attempt) => attempt["cost_usd"])),
    );
    const accepted = lines.filter((line) => line.accepted).length;
    const { cost, latency } = space.comparison("simulated").policies["simulated"]!.overall;
    expect(said?.cost_usd).toBeCloseTo(classifying, 9);
    expect(cost.total_usd).toBeCloseTo(serving, 9);
    expect(cost.per_accepted_usd.value).toBeCloseTo(serving / accepted, 9);
    expect(cost.per_accepted_with_classifier_usd?.value).toBeCloseTo(
      (serving + classifying) / accepted,
      9,
    );
    const latencies = lines.map(({ attempts }) =>
      sum(attempts.flatMap((attempt) => [attempt["latency_ms"], attempt["waited_ms"] ?? 0])),
    );
    const sorted = latencies.toSorted((one, other) => one - other);
    expect(latency.p95_ms.value).toBeCloseTo(sorted[Math.ceil(0.95 * 240) - 1] ?? 0, 6);
    expect(done.stdout).toContain("classifier of simulated: unsure");
  });

  test("the same run at another concurrency gives the same bytes", async () => {
    const again = await routeproofBeside([
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${space.path("pinned.yaml")}`,
      `--candidate=${space.path("simulated.yaml")}`,
      `--out=${space.path("again")}`,
      "--concurrency=1",
      numbersOnly,
    ]);
    expect(again.code).toBe(0);
    const bytes = (out: string): string =>
      readFileSync(space.path(join(out, "comparison.json")), "utf8");
    expect(bytes("again")).toBe(bytes("simulated"));
  });

  describe("live", () => {
    const run = (out: string, ...more: readonly string[]): Promise<Finished> =>
      routeproofBeside(
        liveArgs(space, out, numbersOnly, ...more).filter(
          (argument) =>
            argument !== "--provider=live" || more.some((one) => one.startsWith("--max")),
        ),
        { env: testKeys },
      );
    let live: Finished;

    beforeAll(async () => {
      live = await run("live", "--max-spend=20", `--record=${space.path("recordings")}`);
    }, 120_000);

    test("its calls are journalled, paid and settled like any other", () => {
      expect(live.code).toBe(0);
      const finished = space
        .lines("live", "attempts.jsonl")
        .filter(({ event }) => event === "finish");
      const ofClassifier = finished.filter(({ attempt }) => attempt === 1000);
      expect(ofClassifier).toHaveLength(240);
      expect(ofClassifier[0]?.["record"]).toMatch(/^st-\d{4}\/classifier$/);
      const { spend } = space.manifest("live");
      expect(spend?.sent).toBe(finished.length);
      expect(spend?.usd).toBeCloseTo(sum(finished.map((line) => line["cost_usd"])), 9);
      const said = classificationIn("live", "asking");
      expect(said?.cost_usd).toBeCloseTo(sum(ofClassifier.map((line) => line["cost_usd"])), 9);
    });

    test("what it takes for another intent is in the matrix, and its records go astray", () => {
      const said = classificationIn("live", "asking");
      const { feature_request: taken = 0, how_to: right } = said?.confusion?.["how_to"] ?? {};
      expect(taken).toBeGreaterThan(10);
      expect(right).toBeUndefined();
      const routes = space.comparison("live").policies["asking"]?.routes ?? {};
      expect(Object.keys(routes).toSorted()).toEqual(["big", "spare"]);
    });

    test("from the recordings nobody is called, and the bytes are the same", async () => {
      const before = server.count();
      const replayed = await run("replayed", `--recordings=${space.path("recordings")}`);
      expect(replayed.code).toBe(0);
      expect(server.count()).toBe(before);
      const bytes = (out: string): JsonObject =>
        JSON.parse(readFileSync(space.path(join(out, "comparison.json")), "utf8")) as JsonObject;
      expect(bytes("replayed")).toEqual(bytes("live"));
    });

    test("the cap holds for its calls too", async () => {
      const capped = await run("capped", "--max-spend=0.002");
      expect(capped.code).toBe(4);
      expect(space.manifest("capped").spend?.usd).toBeLessThanOrEqual(0.002);
    });

    test("recordings of routes alone do not hold them: that is said, and no doubt of the model", async () => {
      const folder = space.path("routes-alone");
      const recorded = await routeproofBeside(
        [
          "record",
          "--all-routes",
          "--max-spend=20",
          `--record=${folder}`,
          `--dataset=${supportDataset}`,
          `--registry=${space.path("registry.yaml")}`,
        ],
        { env: testKeys },
      );
      expect(recorded.code).toBe(0);
      const missing = await run("missing", `--recordings=${folder}`);
      expect(missing.code).toBe(3);
      expect(missing.stderr).toContain("incomplete, the recordings lack calls of 240 outcomes");
      expect(classificationIn("missing", "asking")).toMatchObject({
        failures: { recording_missing: 240 },
        unsure_rate: { value: 1 },
      });
    }, 60_000);
  });
});

describe("what a classifier needs is said before anything runs", () => {
  const simulate = async (name: string, from: string, to: string): Promise<Finished> => {
    const text = readFileSync(space.path("simulated.yaml"), "utf8");
    return routeproofBeside([
      "run",
      `--dataset=${supportDataset}`,
      `--baseline=${space.path("pinned.yaml")}`,
      `--candidate=${space.write(name, text.replace(from, to))}`,
      `--out=${space.path("never")}`,
    ]);
  };

  test("a golden tag, where it is simulated", async () => {
    const done = await simulate("blind.yaml", "golden_tag: intent", "");
    expect(done.code).toBe(2);
    expect(done.stderr).toContain(
      'policy "simulated": its classifier cannot be simulated without a golden_tag',
    );
  });

  test("a golden tag that the data has", async () => {
    const done = await simulate("slip.yaml", "golden_tag: intent", "golden_tag: intend");
    expect(done.code).toBe(2);
    expect(done.stderr).toMatch(
      /slip\.yaml:10:17: .* has no tag "intend" \(did you mean "intent"\?\)/,
    );
  });
});
