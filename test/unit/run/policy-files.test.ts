import { expect, test } from "vitest";
import { policyFilesAt } from "../../../src/run/policy-files.ts";
import { PolicyFiles, smallRegistry } from "../policies/policy-files.ts";

test("a folder of policies may hold what they name, too", async () => {
  using files = new PolicyFiles();
  files.write("registry.yaml", smallRegistry);
  files.write("quality.yaml", "quality: {overall: {small: {n: 1, quality: 1}}}");
  files.write("prices.yaml", "prices: []");
  files.write("some.dataset.yaml", "dataset: some");
  files.write("notes.md", "no policy");
  const second = files.write("b.yaml", "primary_route: small");
  const first = files.write("a.yml", "primary_route: large");
  expect(await policyFilesAt(files.folder)).toEqual([first, second]);
});

test("what cannot be read is a policy with something wrong in it, and none is an error", async () => {
  using files = new PolicyFiles();
  files.write("registry.yaml", smallRegistry);
  await expect(policyFilesAt(files.folder)).rejects.toThrow(/holds no policy/);
  const broken = files.write("broken.yaml", "policy_name: [");
  expect(await policyFilesAt(files.folder)).toEqual([broken]);
});
