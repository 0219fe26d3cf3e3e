import { expect, test } from "vitest";
import { sha256Hex } from "../../../src/core/canonical-json.ts";
import { policyVersion } from "../../../src/policies/policy-version.ts";
import { PolicyFiles, smallRegistry } from "./policy-files.ts";

const module = (path: string): string => `registry: registry.yaml
route_selection:
  strategy: module
  module: {path: ${path}, routes: [small]}
`;

test("a file beside the policy is read, and told by its hash", async () => {
  using files = new PolicyFiles();
  const code = "export default () => 'small';\n";
  const path = files.write("router.ts", code);
  const { policy, attachments } = await files.policy(module("router.ts"));
  const file = { role: "module", path, sha256: sha256Hex(code) };
  expect(policy.attachments).toEqual([file]);
  expect(attachments).toEqual([{ ...file, text: code }]);
});

test("a path that is absolute stays, and a policy without files has none", async () => {
  using files = new PolicyFiles();
  const path = files.write("router.ts", "");
  const { policy } = await files.policy(module(path));
  expect(policy.attachments.map((file) => file.path)).toEqual([path]);
  const plain = await files.policy("primary_route: small\n");
  expect(plain.policy.attachments).toEqual([]);
});

test("a file that is no text is refused where it is named", async () => {
  using files = new PolicyFiles();
  files.write("router.ts", "a\u0000b\u0000");
  const problems = await files.problemsOf(files.policy(module("router.ts")));
  expect(problems).toEqual([
    "p.yaml:4:18: router.ts: is UTF-16 text, not UTF-8 (save it as UTF-8)",
  ]);
});

test("what a file says is part of the version, where it lies is not", async () => {
  using files = new PolicyFiles();
  const { registry } = await files.registry(smallRegistry);
  const versionOf = async (code: string, path = "router.ts"): Promise<string> => {
    files.write("router.ts", code);
    return policyVersion(await files.policy(module(path)), registry);
  };
  const version = await versionOf("one");
  expect(await versionOf("one")).toBe(version);
  expect(await versionOf("two")).not.toBe(version);
});
