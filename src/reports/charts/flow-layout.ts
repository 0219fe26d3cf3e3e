import { sankey, sankeyJustify } from "d3-sankey";
import type { FlowLink, FlowNode, OutcomeFlow } from "../../core/charts/outcome-flow.ts";

/** A node as a box in its column; as much flows through it as it is high. */
export interface PlacedNode {
  readonly node: FlowNode;
  readonly value: number;
  /** Counted from the left; endings are all in the last one. */
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

/** A link as a band between two columns; heights are those of its middle line. */
export interface PlacedLink {
  readonly link: FlowLink;
  readonly to: FlowNode;
  readonly fromColumn: number;
  readonly toColumn: number;
  readonly fromMiddle: number;
  readonly toMiddle: number;
  readonly thickness: number;
}

/** A flow with every box and band in its place. */
export interface FlowLayout {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

/** The room that a column of nodes has, in px. */
export interface FlowFrame {
  readonly height: number;
  /** Between two nodes of a column, where the height allows it. */
  readonly gap: number;
}

/**
 * Boxes and bands of a flow, heights in px. Empty where nothing flows. Nodes keep the flow's own
 * order within their column.
 */
export function flowLayout(
  { nodes, links }: OutcomeFlow,
  valueOf: (link: FlowLink) => number,
  { height, gap }: FlowFrame,
): FlowLayout {
  const flowing = links.filter((link) => valueOf(link) > 0);
  if (flowing.length === 0) return { nodes: [], links: [] };
  const used = new Set(flowing.flatMap(({ from, to }) => [from, to]));
  const place = sankey<{ readonly node: FlowNode }, { readonly link: FlowLink }>()
    .nodeId(({ node }) => node.id)
    .nodeAlign(sankeyJustify)
    .nodeSort(null)
    .nodeWidth(0)
    .nodePadding(gap)
    .size([1, height]);
  // It writes what it finds into what it is given, so it gets copies.
  const graph = place({
    nodes: nodes.filter(({ id }) => used.has(id)).map((node) => ({ node })),
    links: flowing.map((link) => ({
      link,
      source: link.from,
      target: link.to,
      value: valueOf(link),
    })),
  });
  // The typings do not know the column itself, only where it lies between 0 and 1.
  const last = Math.max(...graph.nodes.map(({ depth = 0 }) => depth));
  const columnOf = ({ x0 = 0 }: { readonly x0?: number | undefined }) => Math.round(x0 * last);
  return {
    nodes: graph.nodes.map((box) => ({
      node: box.node,
      value: box.value ?? 0,
      column: columnOf(box),
      top: box.y0 ?? 0,
      bottom: box.y1 ?? 0,
    })),
    links: graph.links.map(({ link, source, target, y0 = 0, y1 = 0, width = 0 }) => ({
      link,
      to: endOf(target).node,
      fromColumn: columnOf(endOf(source)),
      toColumn: columnOf(endOf(target)),
      fromMiddle: y0,
      toMiddle: y1,
      thickness: width,
    })),
  };
}

/** The layout has put the node itself in the place of its id. */
function endOf<Box extends object>(end: Box | string | number): Box {
  if (typeof end !== "object") throw new TypeError(`the flow has no node ${end}`);
  return end;
}
