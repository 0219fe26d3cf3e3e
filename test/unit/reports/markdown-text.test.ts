import { expect, test } from "vitest";
import { codeBlock, codeSpan, inert, table } from "../../../src/reports/markdown-text.ts";

test("names of metrics and routes stay as they are", () => {
  expect(inert("p95_complete_ms is 1.62 times the baseline's")).toBe(
    "p95_complete_ms is 1.62 times the baseline's",
  );
});

test("markup in data reads as itself", () => {
  expect(inert("*b* ~s~ [x](y) \\ # h")).toBe("\\*b\\* \\~s\\~ \\[x](y) \\\\ \\# h");
  expect(inert("a|b <img> </details> &amp;")).toBe(
    "a&#124;b &lt;img&gt; &lt;/details&gt; &amp;amp;",
  );
  expect(inert("_emphasis_ snake_case")).toBe("\\_emphasis\\_ snake_case");
});

test("mentions, links, issues, formulas and emoji become code", () => {
  expect(inert("ping @team")).toBe("ping `@team`");
  expect(inert("![p](http://127.0.0.1/x)")).toBe("`![p](http://127.0.0.1/x)`");
  expect(inert("fixes #12 $x$ :tada:")).toBe("fixes `#12` `$x$` `:tada:`");
  expect(inert("`@team`|x")).toBe("&#96;`@team`&#96;&#124;x");
});

test("characters that act are shown, long names are cut, empty ones said", () => {
  expect(inert("a\nb\u001b[2J\u202e")).toBe("a\\\\nb\\\\x1b\\[2J\\\\u202e");
  expect(inert("x".repeat(200))).toBe(`${"x".repeat(79)}…`);
  expect(inert(" ")).toBe("(empty)");
});

test("code that holds backticks gets a longer fence", () => {
  expect(codeSpan("a`b``c")).toBe("```a`b``c```");
  expect(codeSpan("`a")).toBe("`` `a ``");
  expect(codeBlock(["```", "x\ny"])).toBe("````text\n```\nx\\ny\n````");
});

test("a table is as wide as its header", () => {
  expect(table(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | --- |\n| 1 | 2 |");
});
