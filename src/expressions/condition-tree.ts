import type { ParseResult } from "@marcbachmann/cel-js";
import { celEnvironment } from "./cel-environment.ts";
import { triggerRoots } from "./scope.ts";

type Node = ParseResult["ast"];

/** A value that is written down, of the kinds that conditions compare with. */
export type Literal = string | number | boolean | null;

/** What a condition asks of one term: a field, or anything else computed from a record. */
export type Atom =
  | { readonly kind: "has"; readonly term: string }
  | { readonly kind: "truth"; readonly term: string }
  | { readonly kind: "in"; readonly term: string; readonly literals: readonly Literal[] }
  | {
      readonly kind: "compare";
      readonly term: string;
      readonly operator: "==" | "<" | "<=" | ">" | ">=";
      readonly literal: Literal;
    }
  | {
      readonly kind: "text";
      readonly term: string;
      readonly method: "startsWith" | "endsWith" | "contains";
      readonly argument: string;
    };

/** A condition as a tree of atoms; the leaves are evaluated in any order, as the language has it. */
export type Condition =
  | { readonly kind: "constant"; readonly holds: boolean }
  | { readonly kind: "atom"; readonly atom: Atom; readonly key: string }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | {
      readonly kind: "choice";
      readonly test: Condition;
      readonly ifTrue: Condition;
      readonly ifFalse: Condition;
    };

/** The tree of an expression; undefined: it does not parse. */
export function readCondition(text: string): Condition | undefined {
  try {
    return conditionOf(celEnvironment(triggerRoots).parse(text).ast);
  } catch {
    return undefined;
  }
}

const mirrored = { "==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function conditionOf(node: Node): Condition {
  switch (node.op) {
    case "value":
      if (typeof node.args === "boolean") return { kind: "constant", holds: node.args };
      return truthOf(node);
    case "!_":
      return { kind: "not", of: conditionOf(node.args) };
    case "&&":
    case "||": {
      const [left, right] = [conditionOf(node.args[0]), conditionOf(node.args[1])];
      return { kind: node.op === "&&" ? "and" : "or", left, right };
    }
    case "?:": {
      const [test, ifTrue, ifFalse] = node.args;
      return {
        kind: "choice",
        test: conditionOf(test),
        ifTrue: conditionOf(ifTrue),
        ifFalse: conditionOf(ifFalse),
      };
    }
    case "!=": {
      const equal = comparison("==", node.args[0], node.args[1]);
      return equal === undefined ? truthOf(node) : { kind: "not", of: equal };
    }
    case "==":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparison(node.op, node.args[0], node.args[1]) ?? truthOf(node);
    case "in":
      return membership(node.args[0], node.args[1]) ?? truthOf(node);
    case "call":
      return presence(node) ?? truthOf(node);
    case "rcall":
      return textMethod(node) ?? truthOf(node);
    default:
      return truthOf(node);
  }
}

function atom(found: Atom): Condition {
  return { kind: "atom", atom: found, key: JSON.stringify(found) };
}

/** What cannot be looked into is at least the same wherever it is written the same. */
function truthOf(node: Node): Condition {
  return atom({ kind: "truth", term: termOf(node) });
}

function comparison(
  operator: keyof typeof mirrored,
  left: Node,
  right: Node,
): Condition | undefined {
  const [ofLeft, ofRight] = [literalOf(left), literalOf(right)];
  if (ofLeft === undefined && ofRight !== undefined) {
    return atom({ kind: "compare", term: termOf(left), operator, literal: ofRight });
  }
  if (ofLeft !== undefined && ofRight === undefined) {
    const turned = mirrored[operator];
    return atom({ kind: "compare", term: termOf(right), operator: turned, literal: ofLeft });
  }
  return undefined;
}

function membership(item: Node, list: Node): Condition | undefined {
  const key = literalOf(item);
  if (typeof key === "string" && list.op === "id" && holders.has(list.args)) {
    return atom({ kind: "has", term: fieldTerm(list.args, key) });
  }
  if (key !== undefined || list.op !== "list") return undefined;
  const literals: Literal[] = [];
  for (const node of list.args) {
    const literal = literalOf(node);
    if (literal === undefined) return undefined;
    literals.push(literal);
  }
  return atom({ kind: "in", term: termOf(item), literals });
}

/** Variables that are maps by name, so that `"x" in tags` asks what `has(tags.x)` asks. */
const holders = new Set(["tags", "features"]);

function presence(node: Extract<Node, { readonly op: "call" }>): Condition | undefined {
  const [name, [argument, ...others]] = node.args;
  if (name !== "has" || argument === undefined || others.length > 0) return undefined;
  return argument.op === "." ? atom({ kind: "has", term: termOf(argument) }) : undefined;
}

function textMethod(node: Extract<Node, { readonly op: "rcall" }>): Condition | undefined {
  const [method, receiver, [argument, ...others]] = node.args;
  if (method !== "startsWith" && method !== "endsWith" && method !== "contains") return undefined;
  const text = argument === undefined ? undefined : literalOf(argument);
  if (typeof text !== "string" || others.length > 0 || literalOf(receiver) !== undefined) {
    return undefined;
  }
  return atom({ kind: "text", term: termOf(receiver), method, argument: text });
}

/** Undefined: no literal, or one that a double cannot hold. */
function literalOf(node: Node): Literal | undefined {
  if (node.op === "-_") {
    const value = literalOf(node.args);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.op !== "value") return undefined;
  const value: unknown = node.args;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return undefined;
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** The same text for the same computation: `tags["x"]` is `tags.x`, brackets and spaces do not count. */
function termOf(node: Node): string {
  switch (node.op) {
    case "value":
      return valueText(node.args);
    case "id":
      return node.args;
    case ".":
      return fieldTerm(termOf(node.args[0]), node.args[1]);
    case "[]": {
      const index = literalOf(node.args[1]);
      const owner = termOf(node.args[0]);
      return typeof index === "string"
        ? fieldTerm(owner, index)
        : `${owner}[${termOf(node.args[1])}]`;
    }
    case ".?":
      return `${termOf(node.args[0])}.?${node.args[1]}`;
    case "call":
      return `${node.args[0]}(${node.args[1].map(termOf).join(", ")})`;
    case "rcall":
      return `${termOf(node.args[1])}.${node.args[0]}(${node.args[2].map(termOf).join(", ")})`;
    case "list":
      return `[${node.args.map(termOf).join(", ")}]`;
    case "map":
      return `{${node.args.map(([key, value]) => `${termOf(key)}: ${termOf(value)}`).join(", ")}}`;
    case "!_":
    case "-_":
      return `${node.op[0]}(${termOf(node.args)})`;
    default:
      return `(${node.op} ${node.args.map(termOf).join(" ")})`;
  }
}

function fieldTerm(owner: string, field: string): string {
  return /^[A-Za-z_]\w*$/.test(field) ? `${owner}.${field}` : `${owner}[${JSON.stringify(field)}]`;
}

function valueText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return String(value);
  // Two doubles may print alike as an integer does: 5.0 and 5 divide differently.
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : String(value);
  return value instanceof Uint8Array ? `b${value.join(",")}` : String(value);
}

/** Numbers that terms are compared with, in the order of the text. */
export function termsComparedWithNumbers(
  condition: Condition,
): readonly { readonly term: string; readonly number: number }[] {
  switch (condition.kind) {
    case "constant":
      return [];
    case "atom": {
      const { atom: found } = condition;
      const literals =
        found.kind === "compare" ? [found.literal] : found.kind === "in" ? found.literals : [];
      return literals.flatMap((number) =>
        typeof number === "number" ? [{ term: found.term, number }] : [],
      );
    }
    case "not":
      return termsComparedWithNumbers(condition.of);
    case "and":
    case "or":
      return [condition.left, condition.right].flatMap(termsComparedWithNumbers);
    case "choice":
      return [condition.test, condition.ifTrue, condition.ifFalse].flatMap(
        termsComparedWithNumbers,
      );
  }
}
