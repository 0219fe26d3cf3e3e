import { describe, expect, test } from "vitest";
import type { ModelRequest } from "../../../src/core/model-request.ts";
import { aDatasetFolder, failureOf, readAll, type ReadDataset } from "./dataset-folder.ts";

const keys = "tools: tools\n  tool_choice: choice\n  response_schema: ask.schema\n  stream: stream";

async function readRows(
  rows: readonly object[],
  record = keys,
  scoring = "[{grader: exact_match}]",
): Promise<ReadDataset> {
  const folder = aDatasetFolder();
  const lines = rows.map((row, index) => JSON.stringify({ id: `q${index}`, p: "?", ...row }));
  folder.write("data.jsonl", lines.join("\n"));
  const manifest = `dataset: g
kind: golden
source: {path: data.jsonl, format: jsonl}
record:
  id: id
  prompt: p
  ${record}
scoring: ${scoring}
`;
  return readAll(folder.write("g.dataset.yaml", manifest));
}

/** Every path leads somewhere in this row. */
const full = { tools: [{ name: "look" }], choice: "look", ask: { schema: {} }, stream: true };

async function requestOf(row: object): Promise<ModelRequest | undefined> {
  return (await readRows([row, full])).records[0]?.request;
}

async function reasonFor(row: object): Promise<readonly string[]> {
  const { rejected } = await readRows([row, full]);
  return rejected.map(({ column, reason }) => `${column}: ${reason}`);
}

describe("tools", () => {
  const parameters = { type: "object", properties: { city: { type: "string" } } };

  test.each([
    { name: "weather", description: "tells it", parameters },
    { type: "function", function: { name: "weather", description: "tells it", parameters } },
    { name: "weather", description: "tells it", input_schema: parameters },
    { type: "function", name: "weather", description: "tells it", parameters, strict: true },
  ])("%j becomes name, description and parameters", async (tool) => {
    const request = await requestOf({ tools: [tool] });
    expect(request?.tools).toEqual([{ name: "weather", description: "tells it", parameters }]);
  });

  test("what a tool does not say is left out", async () => {
    const request = await requestOf({ tools: [{ name: "a", description: null }] });
    expect(request?.tools).toEqual([{ name: "a" }]);
  });

  test("a list may stand as text", async () => {
    const request = await requestOf({ tools: '[{"name":"a"},{"name":"b"}]' });
    expect(request?.tools).toEqual([{ name: "a" }, { name: "b" }]);
  });

  test("a record without any offers none", async () => {
    expect(await requestOf({})).toMatchObject({ tools: [], stream: false });
    expect((await requestOf({}))?.toolChoice).toBeUndefined();
  });

  test.each([
    ["not JSON", "tools: expected a list of tools as JSON"],
    [{ name: "a" }, "tools: expected a list of tools as JSON"],
    [["a"], "tools: tool 1 is no object"],
    [[{ name: "a" }, { type: "web_search" }], "tools: tool 2 has no name"],
    [[{ name: "" }], "tools: tool 1 has no name"],
    [[{ name: "a" }, { name: "a" }], "tools: tool 2 has an earlier one's name"],
    [[{ name: "a", description: 7 }], "tools: tool 1 has a description that is no text"],
    [
      [{ name: "a", parameters: "{}" }],
      "tools: tool 1 has parameters that are no JSON Schema object",
    ],
  ])("%j rejects its row", async (tools, reason) => {
    expect(await reasonFor({ tools })).toEqual([reason]);
  });
});

describe("the choice of a tool", () => {
  const tools = [{ name: "look" }, { name: "book" }];

  test.each([
    ["auto", "auto"],
    ["none", "none"],
    ["required", "required"],
    ["any", "required"],
    ["book", "book"],
    [{ type: "any" }, "required"],
    [{ type: "tool", name: "book" }, "book"],
    [{ type: "function", function: { name: "book" } }, "book"],
    [{ type: "function", name: "book" }, "book"],
    ['{"type":"tool","name":"book"}', "book"],
  ])("%j is %s", async (choice, expected) => {
    expect((await requestOf({ tools, choice }))?.toolChoice).toBe(expected);
  });

  test.each([
    ["cook", 'choice: "cook" is none of the record\'s tools'],
    [7, "choice: expected auto, required, none or a tool's name, got 7"],
    ["{broken", 'choice: expected auto, required, none or a tool\'s name, got "{broken"'],
    [
      { type: "tool" },
      'choice: expected auto, required, none or a tool\'s name, got {"type":"tool"}',
    ],
  ])("%j rejects its row", async (choice, reason) => {
    expect(await reasonFor({ tools, choice })).toEqual([reason]);
  });

  test("without tools in the manifest there is nothing to choose", async () => {
    expect(await failureOf(readRows([full], "tool_choice: choice"))).toContain(
      "tool_choice without tools: there is nothing to choose",
    );
  });
});

describe("a record's own response schema", () => {
  const schema = { type: "object", required: ["answer"] };

  test("goes before the one that a grader names, which the others keep", async () => {
    const scoring = "[{grader: json_schema, schema: {type: array}}]";
    const { records } = await readRows(
      [{ ask: { schema } }, {}],
      "response_schema: ask.schema",
      scoring,
    );
    expect(records.map(({ request }) => request.responseSchema)).toEqual([
      schema,
      { type: "array" },
    ]);
  });

  test("may stand as text, and equal ones are one object", async () => {
    const text = JSON.stringify(schema);
    const rows = [{ ask: { schema: text } }, { ask: { schema } }];
    const { records } = await readRows(rows, "response_schema: ask.schema");
    expect(records[0]?.request.responseSchema).toEqual(schema);
    expect(records[1]?.request.responseSchema).toBe(records[0]?.request.responseSchema);
  });

  test.each(["not JSON", "[1]", 7, [schema]])("%j rejects its row", async (broken) => {
    expect(await reasonFor({ ask: { schema: broken } })).toEqual([
      "ask.schema: expected a JSON Schema: an object as JSON",
    ]);
  });
});

describe("streaming", () => {
  test.each([
    [true, true],
    [false, false],
    ["True", true],
    [0, false],
  ])("%j is %s", async (stream, expected) => {
    expect((await requestOf({ stream }))?.stream).toBe(expected);
  });

  test("a word that is no truth value rejects its row", async () => {
    expect(await reasonFor({ stream: "maybe" })).toEqual([
      'stream: expected true or false, got "maybe"',
    ]);
  });
});

test("CSV cells hold the same as text, and empty ones nothing", async () => {
  const folder = aDatasetFolder();
  const rows = ['q1,?,"[{""name"":""look""}]",look,"{""type"":""object""}",true', "q2,?,,,,"];
  folder.write("data.csv", `id,p,tools,choice,schema,stream\n${rows.join("\n")}\n`);
  const manifest = `dataset: g
kind: golden
source: {path: data.csv, format: csv}
record: {id: id, prompt: p, tools: tools, tool_choice: choice, response_schema: schema, stream: stream}
scoring: [{grader: exact_match}]
`;
  const { records } = await readAll(folder.write("g.dataset.yaml", manifest));
  expect(records.map(({ request }) => request)).toMatchObject([
    {
      tools: [{ name: "look" }],
      toolChoice: "look",
      responseSchema: { type: "object" },
      stream: true,
    },
    { tools: [], toolChoice: undefined, responseSchema: undefined, stream: false },
  ]);
});
