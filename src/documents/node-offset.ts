import { isAlias, isMap, isNode, isScalar, isSeq } from "yaml";
import type { Pair } from "yaml";

/** Keys and list positions that lead from a document's root to a value. */
export type Path = readonly (string | number)[];
type Targets = ReadonlyMap<unknown, unknown>;

/** Where a value starts; what is missing stands where its nearest parent does. */
export function valueOffset(root: unknown, path: Path, targets: Targets): number {
  return offsetOf(root, path, targets).offset;
}

/** Where the last key of a path stands, or its value where it is no key. */
export function keyOffset(root: unknown, path: Path, targets: Targets): number {
  const last = path.at(-1);
  const parent = nodeAt(root, path.slice(0, -1), targets);
  const key = last === undefined ? undefined : pairOf(parent, last)?.key;
  return isScalar(key) && key.range ? key.range[0] : valueOffset(root, path, targets);
}

/** Where the first letter of a string stands. */
export function textOffset(root: unknown, path: Path, targets: Targets, text: string): number {
  const { node, offset } = offsetOf(root, path, targets);
  if (!isScalar(node)) return offset;
  switch (node.type) {
    case "QUOTE_SINGLE":
    case "QUOTE_DOUBLE":
      return offset + 1;
    case "BLOCK_LITERAL":
    case "BLOCK_FOLDED": {
      const feed = text.indexOf("\n", offset);
      const first = feed === -1 ? -1 : text.slice(feed).search(/\S/);
      return first === -1 ? offset : feed + first;
    }
    default:
      return offset;
  }
}

function offsetOf(
  root: unknown,
  path: Path,
  targets: Targets,
): { readonly node: unknown; readonly offset: number } {
  let node = root;
  let offset = isNode(root) && root.range ? root.range[0] : 0;
  for (const step of path) {
    const next = resolve(childOf(node, step), targets);
    if (!isNode(next)) {
      const key = pairOf(node, step)?.key;
      return { node: next, offset: isScalar(key) && key.range ? key.range[0] : offset };
    }
    node = next;
    offset = next.range?.[0] ?? offset;
  }
  return { node, offset };
}

function nodeAt(root: unknown, path: Path, targets: Targets): unknown {
  return path.reduce<unknown>((node, step) => resolve(childOf(node, step), targets), root);
}

function resolve(node: unknown, targets: Targets): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

function childOf(node: unknown, step: string | number): unknown {
  return isSeq(node) ? node.items[Number(step)] : pairOf(node, step)?.value;
}

function pairOf(node: unknown, step: string | number): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
}
