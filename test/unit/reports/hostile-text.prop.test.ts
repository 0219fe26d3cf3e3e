import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { formats } from "../../../src/reports/formats.ts";
import type { RunReport } from "../../../src/reports/run-report.ts";
import { renderSummary } from "../../../src/reports/terminal/summary.ts";
import { hostileReport } from "./hostile-report.ts";

const SEED = 20261121;

function holds(check: (report: RunReport) => void): void {
  fc.assert(fc.property(hostileReport, check), { seed: SEED, numRuns: 150 });
}

/** Cells of a table row as GitHub splits them: at pipes that no backslash escapes. */
function columnsOf(line: string): number {
  return line.replace(/\\[\s\S]/g, "").split("|").length - 2;
}

// What acts instead of being read, written apart from the code under test.
function actingCharacters(text: string): readonly string[] {
  return Array.from(text).filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return (
      (code < 32 && character !== "\n") ||
      (code >= 127 && code < 160) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069) ||
      (code >= 0xd800 && code <= 0xdfff) ||
      code === 0x2028 ||
      code === 0x2029 ||
      code === 0xfffe ||
      code === 0xffff
    );
  });
}

test("markdown tables keep their columns, and nothing in the report acts", () => {
  holds((value) => {
    const text = formats.md.render(value);
    expect(actingCharacters(text)).toEqual([]);
    for (const block of text.split("\n\n")) {
      const lines = block.split("\n");
      if (!lines[0]?.startsWith("| ") || !lines[1]?.startsWith("| ---")) continue;
      expect(new Set(lines.map(columnsOf)).size).toBe(1);
    }
    const marker = /^<!-- routeproof:(?:(?!--)[\w.%+~-])*:(?:(?!--)[\w.%~-])* -->$/;
    expect(text.split("\n")[1]).toMatch(marker);
    const lines = text.split("\n").toSpliced(1, 1).join("\n");
    const prose = lines
      .replace(/(`{3,})text\n[\s\S]*?\n\1(?=\n)/g, "")
      .replace(/(`+).*?\1(?!`)/g, "");
    expect(prose).not.toMatch(/<[a-z!/]|@|:\/\/|(?<!\\)\[/i);
  });
});

test("JUnit is well-formed XML 1.0 and holds the gate's name as text", () => {
  holds((value) => {
    const xml = formats.junit.render(value);
    expect(actingCharacters(xml)).toEqual([]);
    expect(XMLValidator.validate(xml)).toBe(true);
    const parsed: unknown = new XMLParser({ ignoreAttributes: false }).parse(xml);
    expect(parsed).toMatchObject({
      testsuites: { testsuite: { "@_tests": "4", "@_failures": "3" } },
    });
  });
});

test("the CSV reads back row by row, and no cell begins a formula", () => {
  holds((value) => {
    const rows: string[][] = parse(formats.csv.render(value));
    expect(rows).toHaveLength(1 + 2 * 5);
    for (const row of rows) {
      expect(row).toHaveLength(25);
      for (const cell of row.slice(0, 4)) expect(cell).not.toMatch(/^[\s\p{Cf}\p{Cc}]*[=+\-@]/u);
      for (const cell of row.slice(4)) expect(cell).toMatch(/^(?:-?\d+(?:\.\d+)?|[a-z_]*)$/);
    }
  });
});

test("JSON reads back as the comparison it is", () => {
  holds((value) => {
    expect(JSON.parse(formats.json.render(value))).toEqual(value.comparison);
  });
});

test("the terminal gets no control character, and no line begins a CI command", () => {
  holds((value) => {
    const text = renderSummary(value, { width: 60, colour: false });
    expect(actingCharacters(text)).toEqual([]);
    expect(text.split("\n").filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  });
});

test("every format gives the same bytes twice", () => {
  holds((value) => {
    for (const { render } of Object.values(formats)) expect(render(value)).toBe(render(value));
  });
});
