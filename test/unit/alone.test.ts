import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

/** Unit tests share a process: a module that one of them replaced would be replaced for the next. */
test("a unit test that replaces a module has a process of its own", () => {
  const files = globSync("**/*.test.ts", { cwd: import.meta.dirname });
  const replacing = files.filter((name) =>
    /\bvi\.(?:do)?mock\(/i.test(readFileSync(resolve(import.meta.dirname, name), "utf8")),
  );
  expect(replacing).not.toEqual([]);
  expect(replacing.filter((name) => !name.endsWith(".alone.test.ts"))).toEqual([]);
});
