import { expect, test } from "vitest";
import { aDatasetFolder, readAll } from "./dataset-folder.ts";

const wide = "outcomes: {small: {accepted: ok}}";
const long = "outcome: {route: route, accepted: ok}";

async function schemasAskedFor(layout: string, scoring: string) {
  const folder = aDatasetFolder();
  folder.write("data.csv", "id,route,ok\nq1,small,1\nq2,small,0\n");
  folder.write("answer.json", '{"type": "array"}');
  const file = folder.write(
    "d.dataset.yaml",
    `dataset: d
kind: outcomes
source: {path: data.csv, format: csv}
record: {id: id}
${layout}
${scoring}
`,
  );
  const { records, dataset } = await readAll(file);
  const { scoring: specs } = dataset.summary;
  return { asked: records.map(({ request }) => request.responseSchema), specs };
}

test.each([
  ["a wide table", wide],
  ["a long table", long],
])(
  "every request of %s asks for the schema that its answer is graded by",
  async (_name, layout) => {
    const scoring = "scoring: [{grader: json_schema, schema: {type: object}}]";
    const { asked, specs } = await schemasAskedFor(layout, scoring);
    expect(asked).toEqual([{ type: "object" }, { type: "object" }]);
    for (const schema of asked) expect(schema).toBe(specs[0]?.options["schema"]);
  },
);

test("of several schemas the first is asked for, loaded where it is a file", async () => {
  const { asked } = await schemasAskedFor(
    wide,
    `scoring:
  - {grader: exact_match}
  - {grader: json_schema, name: list, schema: answer.json}
  - {grader: json_schema, name: object, schema: {type: object}}`,
  );
  expect(asked).toEqual([{ type: "array" }, { type: "array" }]);
});

test.each([
  ["no grader", ""],
  ["graders of other kinds", "scoring: [{grader: exact_match}]"],
  ["a schema grader without a schema", "scoring: [{grader: json_schema}]"],
])("%s leaves requests without a schema", async (_name, scoring) => {
  expect((await schemasAskedFor(wide, scoring)).asked).toEqual([undefined, undefined]);
});
