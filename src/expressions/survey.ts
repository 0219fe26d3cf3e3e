import type { ParseResult } from "@marcbachmann/cel-js";
import { didYouMean } from "../core/nearest-name.ts";
import { requestFieldNames, responseFieldNames, type Reads } from "./scope.ts";

type Node = ParseResult["ast"];

/** Something in an expression that cannot work, at an offset of its text. */
export interface Finding {
  readonly offset: number;
  readonly message: string;
  readonly hint: string | undefined;
}

/** What an expression reads, and what is wrong with it before types are looked at. */
export interface Survey extends Reads {
  readonly findings: readonly Finding[];
}

interface Walk {
  readonly findings: Finding[];
  readonly roots: Set<string>;
  readonly requestFields: Set<string>;
  readsWholeRequest: boolean;
  readonly known: readonly string[];
  readonly functions: ReadonlySet<string>;
}

/** Each level multiplies the work by the length of a list. */
const MAX_NESTED_LOOPS = 2;
const loops = new Set(["all", "exists", "exists_one", "map", "filter"]);

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  request: requestFieldNames,
  response: responseFieldNames,
};

/** Reads an expression's tree once, before its first evaluation. */
export function surveyExpression(
  tree: Node,
  known: readonly string[],
  functions: ReadonlySet<string>,
): Survey {
  const walk: Walk = {
    findings: [],
    roots: new Set(),
    requestFields: new Set(),
    readsWholeRequest: false,
    known,
    functions,
  };
  visit(tree, [], 0, walk);
  const { findings, roots, requestFields, readsWholeRequest } = walk;
  return { findings, roots, requestFields: readsWholeRequest ? undefined : requestFields };
}

/** `bound`: names that a loop or `cel.bind` gives to values. */
function visit(node: Node, bound: readonly string[], depth: number, walk: Walk): void {
  switch (node.op) {
    case "value":
      return;
    case "id":
      visitName(node.args, node.start, bound, walk);
      if (node.args === "request") walk.readsWholeRequest = true;
      return;
    case ".":
    case ".?":
      visitField(node.args[0], node.args[1], node, bound, depth, walk);
      return;
    case "call": {
      const [name, args] = node.args;
      visitFunction(name, node, walk);
      for (const argument of args) visit(argument, bound, depth, walk);
      return;
    }
    case "rcall":
      visitMethod(node.args[0], node.args[1], node.args[2], node, bound, depth, walk);
      return;
    case "map":
      for (const [key, value] of node.args) {
        visit(key, bound, depth, walk);
        visit(value, bound, depth, walk);
      }
      return;
    case "!_":
    case "-_":
      visit(node.args, bound, depth, walk);
      return;
    default:
      for (const child of node.args) visit(child, bound, depth, walk);
  }
}

function visitName(name: string, offset: number, bound: readonly string[], walk: Walk): void {
  if (bound.includes(name)) return;
  walk.roots.add(name);
  if (walk.known.includes(name)) return;
  const hint = didYouMean(name, walk.known) ?? `known: ${walk.known.join(", ")}`;
  walk.findings.push({ offset, message: `"${name}" is not known here`, hint });
}

function visitField(
  owner: Node,
  field: string,
  node: Node,
  bound: readonly string[],
  depth: number,
  walk: Walk,
): void {
  if (owner.op !== "id" || bound.includes(owner.args)) {
    visit(owner, bound, depth, walk);
    return;
  }
  visitName(owner.args, owner.start, bound, walk);
  if (owner.args === "request") walk.requestFields.add(field);
  const fields = walk.known.includes(owner.args) ? fieldsOf[owner.args] : undefined;
  if (fields === undefined || fields.includes(field)) return;
  walk.findings.push({
    offset: node.pos,
    message: `"${owner.args}.${field}" does not exist`,
    hint: didYouMean(field, fields) ?? `known: ${fields.join(", ")}`,
  });
}

function visitFunction(name: string, node: Node, walk: Walk): void {
  if (name === "matches") {
    walk.findings.push({
      offset: node.start,
      message: "matches() is not available: a pattern could take forever on some text",
      hint: "use contains(), startsWith() or endsWith()",
    });
  } else if (!walk.functions.has(name)) {
    const hint = didYouMean(name, walk.functions);
    walk.findings.push({ offset: node.start, message: `there is no function ${name}()`, hint });
  }
}

function visitMethod(
  name: string,
  receiver: Node,
  args: readonly Node[],
  node: Node,
  bound: readonly string[],
  depth: number,
  walk: Walk,
): void {
  visitFunction(name, node, walk);
  const isBind = name === "bind" && receiver.op === "id" && receiver.args === "cel";
  if (!isBind) visit(receiver, bound, depth, walk);
  const [variable, ...rest] = args;
  const isLoop = loops.has(name) && variable?.op === "id";
  const inside = isLoop ? depth + 1 : depth;
  if (inside > MAX_NESTED_LOOPS) {
    const message = `loops are nested more than ${MAX_NESTED_LOOPS} deep`;
    walk.findings.push({ offset: node.start, message, hint: undefined });
    return;
  }
  if ((isLoop || isBind) && variable?.op === "id") {
    const named = [...bound, variable.args];
    for (const argument of rest) visit(argument, named, inside, walk);
  } else {
    for (const argument of args) visit(argument, bound, depth, walk);
  }
}
