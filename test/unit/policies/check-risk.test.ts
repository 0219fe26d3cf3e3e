import { describe, expect, test } from "vitest";
import { placeOf } from "../../../src/core/problem.ts";
import { riskProblems } from "../../../src/policies/checks/check-risk.ts";
import { PolicyFiles } from "./policy-files.ts";

async function problemsOf(lines: string): Promise<readonly string[]> {
  using files = new PolicyFiles();
  const { template } = await files.policy(`primary_route: small\n${lines}\n`);
  return riskProblems(template, undefined).map((problem) => {
    const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
    return `${placeOf(problem)}: ${problem.message}${hint}`.replaceAll(`${files.folder}/`, "");
  });
}

describe("redaction that would never happen, or never help", () => {
  test("a whole rule has no problem", async () => {
    const lines = `workflow: {data_sensitivity: private}
risk: {on_no_eligible_route: redact, redact: [email], approved_regions: {private: [eu], redacted: [us]}}`;
    expect(await problemsOf(lines)).toEqual([]);
  });

  test.each([
    [
      "risk: {redact: [email]}",
      ["p.yaml:2:16: is only looked at with on_no_eligible_route: redact"],
    ],
    [
      "risk: {on_no_eligible_route: redact, approved_regions: [eu]}",
      [
        'p.yaml:2:30: redact needs "redact" (such as redact: [email])',
        "p.yaml:2:30: approved_regions does not say where redacted content may go (write approved_regions: {…, redacted: [REGION]})",
      ],
    ],
    [
      "risk: {on_no_eligible_route: redact, redact: [email]}",
      [
        "p.yaml:2:30: only what may go to no region is redacted, and any may (write approved_regions: {SENSITIVITY: [REGION], redacted: [REGION]})",
      ],
    ],
    [
      `workflow: {data_sensitivity: private}
risk: {on_no_eligible_route: redact, redact: [email], approved_regions: {redacted: [us]}}
fallback: {stop_without_fallback: [unapproved_data_region]}`,
      [
        "p.yaml:3:30: stop_without_fallback ends on unapproved_data_region before anything is redacted (leave one of the two out)",
      ],
    ],
  ])("%s", async (lines, problems) => {
    expect(await problemsOf(lines)).toEqual(problems);
  });
});

describe("regions and sensitivities that miss each other", () => {
  test.each([
    [
      "risk: {data_sensitivity_by: tags.data}",
      ["p.yaml:2:29: is only looked at where approved_regions says where data may go"],
    ],
    [
      "risk: {approved_regions: {private: [eu]}}",
      [
        "p.yaml:2:26: no record says how sensitive its data is, and so none may go anywhere (write workflow.data_sensitivity or risk.data_sensitivity_by, or a plain list)",
      ],
    ],
    ["risk: {approved_regions: [eu]}", []],
    ["risk: {approved_regions: {private: [eu]}, data_sensitivity_by: tags.data}", []],
  ])("%s", async (lines, problems) => {
    expect(await problemsOf(lines)).toEqual(problems);
  });
});
