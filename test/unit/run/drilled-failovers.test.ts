import { expect, test } from "vitest";
import { drilledFailovers } from "../../../src/run/drills/drilled-failovers.ts";
import { failoversOfArms } from "../../../src/run/drills/failovers-of-arms.ts";
import { PolicyFiles } from "../policies/policy-files.ts";

const registryText = `routes:
  main: {provider: openai, model: gpt-5}
  spare: {provider: anthropic, model: claude-haiku-4-5}
  last: {provider: google, model: gemini-2.5-flash}
`;

const asOfMs = Date.UTC(2026, 10, 25);

async function drilled(text: string): Promise<(from: string, to: string) => string> {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  return drilledFailovers(await files.policy(text), registry, asOfMs);
}

test("M6: the fallbacks of a pinned policy are proven, each in its turn", async () => {
  const found = await drilled(
    "primary_route: main\nfallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [spare, last]}",
  );
  expect(found("main", "spare")).toBe("pass");
  expect(found("spare", "last")).toBe("pass");
  // Reached by way of the other one alone.
  expect(found("main", "last")).toBe("not_drilled");
  expect(found("spare", "main")).toBe("not_drilled");
});

test("M6: a fallback of one failure's own is proven on that failure", async () => {
  const found = await drilled("primary_route: main\nfallback: {on_timeout: use_last}");
  expect(found("main", "last")).toBe("pass");
  expect(found("main", "spare")).toBe("not_drilled");
});

test("M6: backups without an occasion are not drilled", async () => {
  const found = await drilled("primary_route: main\nfallback: {backup_routes: [spare]}");
  expect(found("main", "spare")).toBe("not_drilled");
});

test("arms are drilled by their keys, and a drill that breaks is a note", async () => {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  const loaded = await files.policy(
    "policy_name: p\nprimary_route: main\nfallback: {fallback_to_backup_route: [timeout], backup_routes: [spare]}",
  );
  const broken = {
    ...loaded,
    get template(): typeof loaded.template {
      throw new Error("no template");
    },
  };
  const { failovers, notes } = await failoversOfArms(
    [
      { key: "p", loaded },
      { key: "p#2", loaded: broken },
    ],
    registry,
    asOfMs,
  );
  expect(failovers.get("p")).toEqual([{ from: "main", to: "spare", drilled: "pass" }]);
  expect(failovers.get("p#2")).toEqual([{ from: "main", to: "spare", drilled: "not_drilled" }]);
  expect(notes).toEqual([
    "p#2: its fallbacks are not drilled, because the drill broke: no template",
  ]);
});
