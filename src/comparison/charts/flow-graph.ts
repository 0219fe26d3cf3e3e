import type { FlowLink, FlowNode, OutcomeFlow } from "../../core/charts/outcome-flow.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { flowEndings } from "./flow-ending.ts";
import type { OutcomePath } from "./outcome-path.ts";

interface Flux {
  readonly from: FlowNode;
  readonly to: FlowNode;
  readonly records: number;
  readonly nanoUsd: bigint;
}

const start = nodeAt("records", "records", 0);
/** At a stage that holds no routes, so that a route of that name is another node. */
const other = nodeAt("route", "other", 2);

/**
 * The nodes and links of some paths. Those that are to be joined go on through one node, `other`,
 * from the route that was decided on where the picture has it. All endings stand in the last stage.
 */
export function flowGraph(
  kept: readonly OutcomePath[],
  joined: readonly OutcomePath[],
): Pick<OutcomeFlow, "nodes" | "links"> {
  const ways = kept.map((path) => ({ path, nodes: [start, ...path.places.map(placeNode)] }));
  const drawn = new Set(ways.map(({ nodes }) => nodes[1]?.id));
  for (const path of joined) {
    const decided = path.places.slice(0, 1).map(placeNode);
    const via = decided.filter(({ id }) => drawn.has(id));
    ways.push({ path, nodes: [start, ...via, other] });
  }
  const lastStage = 1 + Math.max(0, ...ways.map(({ nodes }) => nodes.at(-1)?.stage ?? 0));
  const nodes = new Map([[start.id, start]]);
  const fluxes = new Map<string, Flux>();
  for (const way of ways) {
    const { records, nanoUsd, ending } = way.path;
    let from = start;
    for (const to of [...way.nodes.slice(1), nodeAt("ending", ending, lastStage)]) {
      const key = `${from.id}\0${to.id}`;
      const before = fluxes.get(key) ?? { records: 0, nanoUsd: 0n };
      nodes.set(to.id, to);
      fluxes.set(key, {
        from,
        to,
        records: before.records + records,
        nanoUsd: before.nanoUsd + nanoUsd,
      });
      from = to;
    }
  }
  const links = [...fluxes.values()].sort(
    (one, another) => inOrder(one.from, another.from) || inOrder(one.to, another.to),
  );
  return { nodes: [...nodes.values()].sort(inOrder), links: links.map(linkOf) };
}

function linkOf({ from, to, records, nanoUsd }: Flux): FlowLink {
  return { from: from.id, to: to.id, records, cost_usd: usdFromNanoUsd(nanoUsd) };
}

/** Stages alternate from 1 on: a route, and what ended its call. */
function placeNode(name: string, index: number): FlowNode {
  return nodeAt(index % 2 === 0 ? "route" : "failure", name, index + 1);
}

function nodeAt(kind: FlowNode["kind"], name: string, stage: number): FlowNode {
  return { id: `${kind}:${name}@${stage}`, stage, kind, name };
}

/** By stage, then the best ending first, other nodes by name. */
function inOrder(one: FlowNode, another: FlowNode): number {
  return (
    one.stage - another.stage ||
    rankOf(one) - rankOf(another) ||
    (one.id < another.id ? -1 : one.id > another.id ? 1 : 0)
  );
}

function rankOf({ kind, name }: FlowNode): number {
  return kind === "ending" ? (flowEndings as readonly string[]).indexOf(name) : -1;
}
