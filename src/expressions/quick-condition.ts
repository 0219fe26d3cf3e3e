import type { ParseResult } from "@marcbachmann/cel-js";
import type { Facts } from "./scope.ts";

type Node = ParseResult["ast"];

/** A condition's value where it is plain to see; absent: the language itself has to be asked. */
export type QuickCondition = (context: Facts) => boolean | undefined;

const unclear: QuickCondition = () => undefined;

/**
 * Most rules compare a field with a literal. Such a comparison is made here without the language's
 * machinery, which takes ten times as long, wherever the types at hand leave no doubt of what the
 * language would say. Whatever is missing or of another type is left to it, with its error.
 */
export function quickCondition(tree: Node): QuickCondition | undefined {
  const quick = conditionOf(tree);
  return quick === unclear ? undefined : quick;
}

function conditionOf(node: Node): QuickCondition {
  switch (node.op) {
    case "&&":
    case "||": {
      const [left, right] = node.args.map(conditionOf);
      if (left === undefined || right === undefined || left === unclear) return unclear;
      const decides = node.op === "||";
      return (context) => {
        const value = left(context);
        return value === undefined || value === decides ? value : right(context);
      };
    }
    case "!_": {
      const inner = conditionOf(node.args);
      if (inner === unclear) return unclear;
      return (context) => {
        const value = inner(context);
        return value === undefined ? undefined : !value;
      };
    }
    case ".":
      return truthOfField(node);
    case "call": {
      const [name, [field]] = node.args;
      return name === "has" && field !== undefined ? presenceOf(field) : unclear;
    }
    case "rcall": {
      const [name, receiver, args] = node.args;
      return search(name, receiver, args);
    }
    case "in":
      return membership(node.args[0], node.args[1]);
    default: {
      const compares = comparisons.get(node.op);
      return compares === undefined ? unclear : comparison(compares, node.args as readonly Node[]);
    }
  }
}

/** What each operator says of a field and a literal of one type; texts are only told apart. */
interface Comparison {
  readonly numbers: (field: number, literal: number) => boolean;
  readonly texts: ((field: string, literal: string) => boolean) | undefined;
}

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["==", { numbers: (a, b) => a === b, texts: (a, b) => a === b }],
  ["!=", { numbers: (a, b) => a !== b, texts: (a, b) => a !== b }],
  ["<", { numbers: (a, b) => a < b, texts: undefined }],
  ["<=", { numbers: (a, b) => a <= b, texts: undefined }],
  [">", { numbers: (a, b) => a > b, texts: undefined }],
  [">=", { numbers: (a, b) => a >= b, texts: undefined }],
]);

function comparison(
  { numbers, texts }: Comparison,
  [left, right]: readonly Node[],
): QuickCondition {
  const read = left === undefined ? undefined : fieldOf(left);
  const literal = right === undefined ? undefined : literalOf(right);
  if (read === undefined || literal === undefined) return unclear;
  if (typeof literal === "number") {
    return (context) => {
      const value = read(context);
      return typeof value === "number" ? numbers(value, literal) : undefined;
    };
  }
  if (texts === undefined) return unclear;
  return (context) => {
    const value = read(context);
    return typeof value === "string" ? texts(value, literal) : undefined;
  };
}

function membership(left: Node, right: Node): QuickCondition {
  const read = fieldOf(left);
  if (read === undefined || right.op !== "list") return unclear;
  const values = right.args.map(literalOf);
  if (!values.every((value) => typeof value === "string")) return unclear;
  const members = new Set(values);
  return (context) => {
    const value = read(context);
    return typeof value === "string" ? members.has(value) : undefined;
  };
}

function truthOfField(node: Node): QuickCondition {
  const read = fieldOf(node);
  if (read === undefined) return unclear;
  return (context) => {
    const value = read(context);
    return typeof value === "boolean" ? value : undefined;
  };
}

const searches: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ["contains", (text: string, part: string) => text.includes(part)],
  ["startsWith", (text: string, part: string) => text.startsWith(part)],
  ["endsWith", (text: string, part: string) => text.endsWith(part)],
]);

/** `tags.subject.contains("refund")` */
function search(name: string, receiver: Node, [argument, other]: readonly Node[]): QuickCondition {
  const finds = searches.get(name);
  const read = fieldOf(receiver);
  const part = argument === undefined ? undefined : literalOf(argument);
  if (finds === undefined || read === undefined || typeof part !== "string") return unclear;
  if (other !== undefined) return unclear;
  return (context) => {
    const value = read(context);
    return typeof value === "string" ? finds(value, part) : undefined;
  };
}

/** A root that is no mapping is left to the language, as is a field that holds more than a value. */
function presenceOf(node: Node): QuickCondition {
  const parts = partsOf(node);
  if (parts === undefined) return unclear;
  const { root, field } = parts;
  return (context) => {
    const facts = context[root];
    if (typeof facts !== "object" || facts === null) return undefined;
    if (!Object.hasOwn(facts, field)) return false;
    const value = (facts as Facts)[field];
    return typeof value === "string" || typeof value === "number" ? true : undefined;
  };
}

/** Reads `tags.intent` off a context; absent: the node is no such field. */
function fieldOf(node: Node): ((context: Facts) => unknown) | undefined {
  const parts = partsOf(node);
  if (parts === undefined) return undefined;
  const { root, field } = parts;
  return (context) => {
    const facts = context[root];
    if (typeof facts !== "object" || facts === null) return undefined;
    return Object.hasOwn(facts, field) ? (facts as Facts)[field] : undefined;
  };
}

function partsOf(node: Node): { readonly root: string; readonly field: string } | undefined {
  if (node.op !== ".") return undefined;
  const [owner, field] = node.args;
  return owner.op === "id" ? { root: owner.args, field } : undefined;
}

/** A text, or a number that a double holds exactly. */
function literalOf(node: Node): string | number | undefined {
  if (node.op === "-_") {
    const value = literalOf(node.args);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.op !== "value") return undefined;
  const value: unknown = node.args;
  if (typeof value === "string" || typeof value === "number") return value;
  if (typeof value !== "bigint") return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}
