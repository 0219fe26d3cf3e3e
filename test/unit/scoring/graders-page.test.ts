import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isJsonObject, type JsonObject } from "../../../src/core/json.ts";
import { checkGraders } from "../../../src/scoring/check-graders.ts";
import { graders } from "../../../src/scoring/graders.ts";
import { aSpec } from "./builders.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../../docs/graders.md"), "utf8");
const [, ...sections] = page.split(/^## /m);

describe.each(["tool_call", "refusal", "citations", "streaming_shape"])(
  "docs/graders.md",
  (name) => {
    const section = sections.find((text) => text.startsWith(`\`${name}\``)) ?? "";
    const blocks = (language: string): readonly string[] =>
      [...section.matchAll(new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``, "g"))].map(
        ([, block = ""]) => block,
      );

    test(`the examples of ${name} have no problem`, () => {
      const entries = blocks("yaml").flatMap(
        (block) => (parse(block) as { readonly scoring: readonly JsonObject[] }).scoring,
      );
      expect(entries.map(({ grader }) => grader)).toEqual([name]);
      for (const { grader: _, ...options } of entries) {
        expect(checkGraders([aSpec(name, options)])).toEqual([]);
      }
      for (const block of blocks("json")) expect(() => void JSON.parse(block)).not.toThrow();
    });

    test(`every option of ${name} is named, and what is known of its behaviour follows`, () => {
      const properties = graders.get(name)?.optionsSchema["properties"];
      const options = isJsonObject(properties) ? Object.keys(properties) : [];
      expect(options.length).toBeGreaterThan(3);
      expect(options.filter((option) => !section.includes(option))).toEqual([]);
      expect(section).toContain("Known behaviour:");
    });
  },
);
