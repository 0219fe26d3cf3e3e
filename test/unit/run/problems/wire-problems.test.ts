import { expect, test } from "vitest";
import { parseDocument } from "../../../../src/documents/source-document.ts";
import { wireProblems } from "../../../../src/run/problems/wire-problems.ts";
import { aRoute } from "../../providers/provider-call-builders.ts";

function problemsOf(route: string, parsed: ReturnType<typeof aRoute>) {
  const document = parseDocument("registry.yaml", route);
  const routes = new Map([[parsed.name, parsed]]);
  return wireProblems({
    registry: { file: "registry.yaml", routes, budgetsNanoUsd: new Map() },
    document,
  });
}

test("a parameter that the wire lacks is told with its place and its route", () => {
  const [problem, ...more] = problemsOf(
    "routes:\n  careful:\n    parameters: { max_output_tokens: 100, seed: 7 }\n",
    aRoute({
      name: "careful",
      provider: "openai",
      endpointFamily: "openai-response",
      parameters: { max_output_tokens: 100, seed: 7 },
    }),
  );
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ file: "registry.yaml", line: 3 });
  expect(problem?.message).toContain('route "careful": parameter seed: the openai-response wire');
});

test("the same parameter is fine on a wire that has it", () => {
  const route = aRoute({ provider: "openai", endpointFamily: "openai", parameters: { seed: 7 } });
  expect(problemsOf(`routes:\n  ${route.name}: {parameters: {seed: 7}}\n`, route)).toEqual([]);
});
