import { expect, test } from "vitest";
import { canHold, canHoldTogether, covers } from "../../../src/expressions/condition-cover.ts";
import { readCondition, type Condition } from "../../../src/expressions/condition-tree.ts";

function c(text: string): Condition {
  const condition = readCondition(text);
  if (condition === undefined) throw new Error(`does not parse: ${text}`);
  return condition;
}

test.each([
  ["true", "tags.x == 'a'"],
  ["tags.x == 'a'", "tags.x == 'a'"],
  ["tags.x == 'a'", 'tags["x"]=="a"&&features.n>3'],
  ["tags.x in ['a', 'b']", "tags.x == 'b'"],
  ["tags.x != 'a'", "tags.x == 'b'"],
  ["tags.x != 'a'", "tags.x in ['b', 'c']"],
  ["request.prompt_chars > 100", "request.prompt_chars > 200"],
  ["request.prompt_chars > 100", "200 <= request.prompt_chars"],
  ["request.prompt_chars >= 101", "request.prompt_chars > 100"],
  ["features.n <= 1.5", "features.n in [0, 1, 1.5]"],
  ["tags.x == 'a' || features.n > 3", "features.n > 3 && tags.y == 'b'"],
  ["!(tags.x == 'a' && tags.y == 'b')", "tags.x == 'c'"],
  ["has(tags.x)", "tags.x == 'a'"],
  ["has(tags.x)", "'x' in tags"],
  // The earlier one fails on every record without the tag, and the later is for those alone.
  ["tags.x == 'a'", "!has(tags.x)"],
  ["tags.x.startsWith('gpt')", "tags.x == 'gpt-5'"],
  ["tags.x == 'a' ? request.stream : true", "tags.x == 'b'"],
  ["request.messages.exists(m, m.role == 'tool')", "request.messages.exists(m, m.role=='tool')"],
  ["size(request.messages) > 3", "size(request.messages) > 5"],
])("%s covers %s", (earlier, later) => {
  expect(covers([c(earlier)], c(later))).toBe("yes");
});

test.each([
  ["tags.x == 'a'", "tags.x == 'b'"],
  ["tags.x == 'a' && features.n > 3", "tags.x == 'a'"],
  ["features.n > 3", "features.n >= 3"],
  ["features.n < 3", "features.n < 3.5"],
  ["request.prompt_chars > 100", "request.prompt_chars >= 100"],
  ["tags.x == 'a'", "tags.y == 'a'"],
  ["!has(tags.x)", "tags.x == 'a'"],
  ["owner == 'a'", "owner != 'b'"],
  ["owner != null", "owner == null"],
])("%s does not cover %s", (earlier, later) => {
  expect(covers([c(earlier)], c(later))).toBe("no");
});

test.each([
  ["request.prompt_tokens > 100", "request.prompt_chars > 400"],
  ["tags.x.startsWith('a')", "tags.x.startsWith('ab')"],
  ["request.messages.exists(m, m.role == 'tool')", "size(request.messages) > 3"],
  ["tags.x == tags.y", "tags.x == 'a' && tags.y == 'a'"],
])("whether %s covers %s is not guessed", (earlier, later) => {
  expect(covers([c(earlier)], c(later))).toBe("unknown");
});

test("what one earlier condition leaves, another takes", () => {
  const later = c("tags.x == 'c'");
  expect(covers([c("features.n > 3"), c("features.n <= 3")], later)).toBe("yes");
  // A feature that is text fails the first comparison: never the third rule's turn either.
  expect(covers([c("features.n > 3"), c("features.n < 3")], later)).toBe("no");
  const owners = [c("owner == 'a'"), c("owner == null")];
  expect(covers([...owners, c("owner > 'a' || owner < 'a'")], later)).toBe("yes");
  expect(covers(owners, later)).toBe("no");
});

test.each([
  ["tags.x == 'a' && tags.x == 'b'", "no"],
  ["tags.tier == 3", "no"],
  ["tags.tier > 3", "no"],
  ["features.n > 5 && features.n < 5", "no"],
  ["request.prompt_chars > 5 && request.prompt_chars < 6", "no"],
  ["features.n > 5 && features.n < 6", "yes"],
  ["request.prompt_chars < 0", "no"],
  ["!has(tags.x) && tags.x == 'a'", "no"],
  ["!has(tags.x) || tags.x == 'a'", "yes"],
  ["request.stream && !request.stream", "no"],
  ["features.flag", "yes"],
  ["false", "no"],
  ["response.signals.parsed_call == 1", "unknown"],
  ["'a' in tags", "yes"],
])("whether %s can hold: %s", (text, answer) => {
  expect(canHold(c(text))).toBe(answer);
});

test("conditions that exclude each other cannot hold together", () => {
  expect(canHoldTogether(c("tags.x == 'a'"), c("!has(tags.x)"))).toBe("no");
  expect(canHoldTogether(c("tags.x == 'a'"), c("has(tags.x)"))).toBe("yes");
});

test("a search that takes too long is given up, not guessed", () => {
  // Eight texts that all differ, and seven that they may be: true of nothing, and long to show.
  const places = Array.from({ length: 7 }, (_, at) => `"${at}"`);
  const terms = Array.from({ length: 8 }, (_, at) => `tags.t${at}`);
  const choices = terms.map((term) => `(${places.map((at) => `${term} == ${at}`).join(" || ")})`);
  const differ = terms.flatMap((one, index) =>
    terms
      .slice(index + 1)
      .flatMap((other) => places.map((at) => `!(${one} == ${at} && ${other} == ${at})`)),
  );
  const groups = [choices.join(" && "), ...chunksOf(differ, 20).map((part) => part.join(" && "))];
  expect(canHold(c(groups.map((group) => `(${group})`).join(" && ")))).toBe("unknown");
});

function chunksOf(all: readonly string[], size: number): readonly (readonly string[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}

test("what does not parse is no condition", () => {
  expect(readCondition("tags.x ==")).toBeUndefined();
});
