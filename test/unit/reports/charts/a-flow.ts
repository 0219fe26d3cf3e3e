import type { FlowNode, OutcomeFlow } from "../../../../src/core/charts/outcome-flow.ts";

export function aNode(stage: number, kind: FlowNode["kind"], name: string): FlowNode {
  return { id: `${kind}:${name}@${stage}`, stage, kind, name };
}

/** 100 records to two routes; 20 of them time out on the small one, 15 of those get another answer. */
export function aFlow(more: Partial<OutcomeFlow> = {}): OutcomeFlow {
  const all = aNode(0, "records", "records");
  const [small, large] = [aNode(1, "route", "small"), aNode(1, "route", "large")];
  const timeout = aNode(2, "failure", "timeout");
  const backup = aNode(3, "route", "large");
  const [accepted, rejected] = [aNode(4, "ending", "accepted"), aNode(4, "ending", "rejected")];
  const link = (from: FlowNode, to: FlowNode, records: number, usd: number) => {
    return { from: from.id, to: to.id, records, cost_usd: usd };
  };
  return {
    nodes: [all, small, large, timeout, backup, accepted, rejected],
    links: [
      link(all, small, 60, 0.9),
      link(all, large, 40, 4),
      link(small, timeout, 20, 0.5),
      link(small, accepted, 40, 0.4),
      link(large, accepted, 36, 3.6),
      link(large, rejected, 4, 0.4),
      link(timeout, backup, 15, 0.4),
      link(timeout, rejected, 5, 0.1),
      link(backup, accepted, 15, 0.4),
    ],
    unknown_costs: 0,
    joined_paths: 0,
    not_accepted_usd: 0.5,
    ...more,
  };
}
