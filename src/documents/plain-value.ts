import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { JsonValue } from "../core/json.ts";

/** Levels of nesting; no honest document of ours comes near it. */
const MAX_DEPTH = 100;
/** Nodes that aliases may add to a document: a few hundred bytes of them can ask for billions. */
const MAX_ALIASED_NODES = 10_000;

/** What is wrong with a node, and where it stands in the text. */
export interface NodeProblem {
  readonly offset: number;
  readonly message: string;
  readonly hint: string | undefined;
}

interface Walk {
  readonly problems: NodeProblem[];
  /** The node that each anchor names at this point of the text: a later one replaces an earlier. */
  readonly anchors: Map<string, unknown>;
  /** Anchored nodes that are being read: an alias to one of them would never end. */
  readonly open: Set<unknown>;
  /** What each alias stands for, for those who look up places. */
  readonly targets: Map<unknown, unknown>;
  aliasedNodes: number;
  insideAlias: number;
}

export interface PlainValue {
  readonly value: JsonValue;
  readonly problems: readonly NodeProblem[];
  readonly targets: ReadonlyMap<unknown, unknown>;
}

/**
 * A parsed document as plain values. Our own walk, not the parser's `toJS`: that one throws on the
 * first unknown alias, without a place, and lets infinities and cycles through.
 */
export function plainValue(root: unknown): PlainValue {
  const walk: Walk = {
    problems: [],
    anchors: new Map(),
    open: new Set(),
    targets: new Map(),
    aliasedNodes: 0,
    insideAlias: 0,
  };
  const value = readNode(root, 0, 0, walk);
  return { value, problems: walk.problems, targets: walk.targets };
}

function readNode(node: unknown, depth: number, parentOffset: number, walk: Walk): JsonValue {
  if (isAlias(node)) return readAlias(node, depth, walk);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
  const offset = node.range?.[0] ?? parentOffset;
  if (walk.insideAlias > 0) walk.aliasedNodes += 1;
  if (depth > MAX_DEPTH) {
    return refuse(walk, offset, `is nested deeper than ${MAX_DEPTH} levels`);
  }
  if (node.anchor !== undefined && walk.insideAlias === 0) walk.anchors.set(node.anchor, node);
  walk.open.add(node);
  const value = readValue(node, depth, offset, walk);
  walk.open.delete(node);
  return value;
}

function readValue(
  node: Scalar | YAMLMap | YAMLSeq,
  depth: number,
  offset: number,
  walk: Walk,
): JsonValue {
  if (isScalar(node)) return readScalar(node, offset, walk);
  if (isSeq(node)) return node.items.map((item) => readNode(item, depth + 1, offset, walk));
  return readMap(node, depth, offset, walk);
}

function readMap(node: YAMLMap, depth: number, offset: number, walk: Walk): JsonValue {
  const entries: Record<string, JsonValue> = {};
  for (const { key, value } of node.items) {
    const keyOffset = isScalar(key) ? (key.range?.[0] ?? offset) : offset;
    if (isAlias(key) || !isScalar(key)) {
      refuse(walk, keyOffset, "has a key that is not plain text");
      continue;
    }
    const name = String(key.value);
    // Setting it would change the object's prototype instead of adding a key.
    if (name === "__proto__") refuse(walk, keyOffset, 'the key "__proto__" is not allowed');
    else entries[name] = readNode(value, depth + 1, keyOffset, walk);
  }
  return entries;
}

function readScalar(node: Scalar, offset: number, walk: Walk): JsonValue {
  const value = node.value;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value === null || value === undefined) return null;
  if (typeof value !== "number") return refuse(walk, offset, `a ${typeof value} is not allowed`);
  if (!Number.isFinite(value)) {
    return refuse(walk, offset, `"${node.source ?? value}" is not a finite number`);
  }
  if (!Number.isSafeInteger(value) && /^[-+]?\d+$/.test(node.source ?? "")) {
    const message = `${node.source} has more digits than a number can hold exactly`;
    return refuse(walk, offset, message, "put it in quotes if it is an id");
  }
  return value;
}

function readAlias(node: Alias, depth: number, walk: Walk): JsonValue {
  const offset = node.range?.[0] ?? 0;
  const target = walk.targets.get(node) ?? walk.anchors.get(node.source);
  if (target === undefined) {
    return refuse(
      walk,
      offset,
      `the alias *${node.source} has no anchor &${node.source} before it`,
    );
  }
  if (walk.open.has(target)) {
    return refuse(walk, offset, `the alias *${node.source} stands inside what it repeats`);
  }
  if (walk.aliasedNodes > MAX_ALIASED_NODES) return null;
  walk.targets.set(node, target);
  walk.insideAlias += 1;
  const value = readNode(target, depth, offset, walk);
  walk.insideAlias -= 1;
  if (walk.insideAlias === 0 && walk.aliasedNodes > MAX_ALIASED_NODES) {
    const limit = `aliases repeat more than ${MAX_ALIASED_NODES} values`;
    return refuse(walk, offset, limit);
  }
  return value;
}

function refuse(walk: Walk, offset: number, message: string, hint?: string): null {
  walk.problems.push({ offset, message, hint });
  return null;
}
