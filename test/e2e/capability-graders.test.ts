import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import { aLiveWorkspace, testKeys, type LiveWorkspace } from "../support/live-workspace.ts";
import { type Finished, numbersOnly, routeproof, routeproofBeside } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const weatherTool = {
  name: "get_weather",
  parameters: {
    type: "object",
    properties: { city: { type: "string" }, unit: { enum: ["C", "F"], default: "C" } },
    required: ["city"],
  },
};

const jsonLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const pinned = (route: string): string => `policy_name: all_${route}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
`;

describe("over an outcome table", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "routeproof-graders-"));
    write(
      "registry.yaml",
      "routes:\n  weak: {provider: openai, model: small}\n  strong: {provider: anthropic, model: large}\n",
    );
    write("weak.yaml", pinned("weak"));
    write("strong.yaml", pinned("strong"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, text: string): string {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  }

  function run(name: string, rows: readonly object[], record: string, scoring: string): Finished {
    // A column that no row has is a mistake of the manifest.
    const columns = { weak: null, strong: null, weak_error: null, strong_error: null, cost: 0.01 };
    write(`${name}.jsonl`, jsonLines(rows.map((row) => ({ ...columns, ...row }))));
    const dataset = write(
      `${name}.dataset.yaml`,
      `dataset: ${name}
kind: outcomes
source: {path: ${name}.jsonl, format: jsonl}
record: {id: id, expected: expected, ${record}}
outcomes:
  weak: {response: weak, error: weak_error, cost_usd: cost}
  strong: {response: strong, error: strong_error, cost_usd: cost}
scoring:
  - ${scoring}
`,
    );
    return routeproof([
      "run",
      `--dataset=${dataset}`,
      `--baseline=${join(folder, "strong.yaml")}`,
      `--candidate=${join(folder, "weak.yaml")}`,
      `--out=${join(folder, name)}`,
      numbersOnly,
      "--quiet",
    ]);
  }

  const comparisonOf = (name: string): Comparison =>
    JSON.parse(readFileSync(join(folder, name, "comparison.json"), "utf8")) as Comparison;

  function graderOf(name: string, route: string, grader: string) {
    const overall = comparisonOf(name).policies[`all_${route}`]?.overall;
    return {
      accepted: overall?.accepted,
      mean: overall?.graders[grader]?.value,
      n: overall?.graders[grader]?.n,
    };
  }

  test("tool_call: parallel calls, the tool's schema and its default, written as text", () => {
    const calls = (...cities: readonly object[]): string =>
      JSON.stringify(cities.map((given) => ({ get_weather: JSON.stringify(given) })));
    const expected = (...cities: readonly object[]) =>
      cities.map((given) => ({ name: "get_weather", arguments: given }));
    const rows = [
      {
        id: "both",
        expected: expected({ city: "London" }, { city: "Paris" }),
        strong: calls({ city: "Paris", unit: "C" }, { city: "London" }),
        weak: calls({ city: "Paris" }),
      },
      {
        id: "schema",
        expected: expected({ city: "Oslo" }),
        strong: calls({ city: "Oslo" }),
        weak: calls({ city: "Oslo", unit: "kelvin" }),
      },
      {
        id: "none",
        expected: [],
        strong: "I cannot look that up.",
        weak: calls({ city: "Rome" }),
      },
    ].map((row) => ({ ...row, prompt: `Weather, ${row.id}?`, tools: [weatherTool] }));
    run("tools", rows, "prompt: prompt, tools: tools", "{grader: tool_call}");
    expect(graderOf("tools", "strong", "tool_call")).toEqual({ accepted: 3, mean: 1, n: 3 });
    const weak = graderOf("tools", "weak", "tool_call");
    expect(weak).toMatchObject({ accepted: 0, n: 3 });
    expect(weak.mean).toBeCloseTo(0.5 / 3, 12);
    const shown = routeproof(["show", join(folder, "tools"), "schema"]);
    expect(shown.stdout).toContain('tool_call 0%: "get_weather" breaks the');
  });

  test("refusal: a provider's refusal is accepted where it had to come, also by the oracle", () => {
    const rows = [
      { id: "harm-1", expected: true, strong_error: "safety_refusal", weak: "Sure, like this:" },
      { id: "harm-2", expected: true, strong: "I can't help with that.", weak_error: "timeout" },
      { id: "good-1", expected: false, strong: "42", weak: "I'm unable to help with sums." },
      { id: "good-2", expected: false, strong: "Paris", weak: "Paris" },
    ].map((row) => ({ prompt: `Please, ${row.id}`, ...row }));
    run("refusals", rows, "prompt: prompt", "{grader: refusal}");
    expect(graderOf("refusals", "strong", "refusal")).toEqual({ accepted: 4, mean: 1, n: 4 });
    expect(graderOf("refusals", "weak", "refusal")).toEqual({ accepted: 1, mean: 0.25, n: 4 });
    const { policies, references } = comparisonOf("refusals");
    // The call did end in an error, and goes on counting as one.
    expect(policies["all_strong"]?.overall.error_rate.value).toBe(0.25);
    expect(references.oracle?.accepted).toBe(4);
  });

  test("citations: invented quotes and missing passages, in text", () => {
    const messages = [
      { role: "user", content: "Clause 4. The supplier shall deliver\nwithin thirty days." },
      { role: "user", content: "When?" },
    ];
    const rows = [
      {
        id: "genuine",
        expected: ["thirty days"],
        strong: 'It says "shall deliver within thirty days".',
        weak: 'It says "shall deliver within forty days".',
      },
      {
        id: "elsewhere",
        expected: ["thirty days"],
        strong: '"within thirty days"',
        weak: '"Clause 4. The supplier"',
      },
    ].map((row) => ({ ...row, messages }));
    run("quotes", rows, "messages: messages", "{grader: citations, source: messages.0.content}");
    expect(graderOf("quotes", "strong", "citations")).toEqual({ accepted: 2, mean: 1, n: 2 });
    expect(graderOf("quotes", "weak", "citations")).toEqual({ accepted: 0, mean: 0.25, n: 2 });
  });

  test("streaming_shape: a table tells of no stream, so nothing passes and nothing is 0", () => {
    const rows = [{ id: "one", prompt: "?", expected: null, strong: "a", weak: "b" }];
    run("shape", rows, "prompt: prompt", "{grader: streaming_shape, min_events: 1}");
    expect(graderOf("shape", "strong", "streaming_shape")).toMatchObject({
      accepted: 0,
      mean: null,
    });
  });

  test("a faulty option is placed in the manifest, and nothing runs", () => {
    const rows = [{ id: "one", prompt: "?", expected: [], strong: "a", weak: "b" }];
    const done = run("faulty", rows, "prompt: prompt", "{grader: tool_call, extra_call: true}");
    expect(done.code).toBe(2);
    expect(done.stderr).toContain(
      `${join(folder, "faulty.dataset.yaml")}:9:37: unknown option "extra_call" of tool_call (did you mean "extra_calls"?)`,
    );
    const shape = run("unasked", rows, "prompt: prompt", "{grader: streaming_shape}");
    expect(shape.code).toBe(2);
    expect(shape.stderr).toContain("unasked.dataset.yaml:9:5: streaming_shape asks for nothing");
  });
});

describe("over three wires", () => {
  let server: WireServer;
  let space: LiveWorkspace;

  beforeAll(async () => {
    server = await startWireServer({
      answer: (body) => {
        const asked = JSON.stringify(body);
        if (asked.includes("forbidden")) return { text: "I’m unable to assist with this." };
        const cities = ["London", "Paris"].filter((city) => asked.includes(city));
        const toolCalls = cities.toReversed().map((city, index) => ({
          id: `call_${index}`,
          name: "get_weather",
          arguments: { city },
        }));
        return { text: "", toolCalls };
      },
      chunkDelayMs: 2,
    });
    space = aLiveWorkspace(server, { spare: "refusal" });
    for (const route of ["big", "fast", "spare"]) space.write(`${route}.yaml`, pinned(route));
  });
  afterAll(async () => {
    await server.close();
    space.remove();
  });

  function manifest(name: string, rows: readonly object[], scoring: string): string {
    const columns = { tools: [], stream: false };
    space.write(`${name}.jsonl`, jsonLines(rows.map((row) => ({ ...columns, ...row }))));
    return space.write(
      `${name}.dataset.yaml`,
      `dataset: ${name}
kind: golden
source: {path: ${name}.jsonl, format: jsonl}
record: {id: id, prompt: prompt, expected: expected, tools: tools, stream: stream}
scoring:
${scoring}
`,
    );
  }

  const run = (
    out: string,
    dataset: string,
    candidate: string,
    ...more: readonly string[]
  ): Promise<Finished> =>
    routeproofBeside(
      [
        "run",
        `--dataset=${dataset}`,
        `--baseline=${space.path("big.yaml")}`,
        `--candidate=${space.path(`${candidate}.yaml`)}`,
        `--out=${space.path(out)}`,
        numbersOnly,
        "--quiet",
        ...more,
      ],
      { env: testKeys },
    );

  const overall = (out: string, policy: string) => space.comparison(out).policies[policy]?.overall;

  test("native calls in a stream are graded on OpenAI's wire and Gemini's, live and recorded", async () => {
    const calls = (...cities: readonly string[]) =>
      cities.map((city) => ({ name: "get_weather", arguments: { city } }));
    const rows = [
      { id: "two", prompt: "London and Paris?", expected: calls("London", "Paris") },
      { id: "one", prompt: "London?", expected: calls("Paris") },
    ].map((row) => ({ ...row, tools: [weatherTool], stream: true }));
    const scoring = `  - {grader: tool_call}
  - {grader: streaming_shape, max_first_token_ms: 60000, max_gap_ms: 60000, min_events: 2, needs_finish: true}`;
    const dataset = manifest("weather", rows, scoring);
    const recordings = space.path("weather-recordings");
    await run(
      "live",
      dataset,
      "fast",
      "--provider=live",
      "--max-spend=5",
      `--record=${recordings}`,
    );
    await run("recorded", dataset, "fast", `--recordings=${recordings}`);
    for (const out of ["live", "recorded"]) {
      for (const policy of ["all_big", "all_fast"]) {
        const metrics = overall(out, policy);
        expect(metrics?.accepted).toBe(1);
        expect(metrics?.graders["tool_call"]).toMatchObject({ value: 0.5, n: 2 });
        expect(metrics?.graders["streaming_shape"]).toMatchObject({ value: 1, n: 2 });
      }
    }
  });

  test("an answer that was not streamed has no shape: unscored, and not accepted", async () => {
    const rows = [{ id: "whole", prompt: "London?", expected: [], tools: [weatherTool] }];
    const scoring = "  - {grader: streaming_shape, needs_finish: true}";
    const dataset = manifest("whole", rows, scoring);
    await run("whole", dataset, "fast", "--provider=live", "--max-spend=5");
    expect(overall("whole", "all_big")).toMatchObject({
      accepted: 0,
      graders: { streaming_shape: { value: null, n: 0 } },
    });
  });

  test("a refusal by Anthropic's stop reason and one by words are both the right outcome", async () => {
    const rows = [{ id: "harm", prompt: "The forbidden thing.", expected: { refuse: true } }];
    const dataset = manifest("harm", rows, "  - {grader: refusal}");
    await run("harm", dataset, "spare", "--provider=live", "--max-spend=5");
    expect(overall("harm", "all_big")).toMatchObject({ accepted: 1, error_rate: { value: 0 } });
    expect(overall("harm", "all_spare")).toMatchObject({ accepted: 1, error_rate: { value: 1 } });
  });
});
