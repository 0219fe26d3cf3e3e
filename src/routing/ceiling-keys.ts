import type { Ceiling } from "../core/ceiling.ts";
import type { Policy } from "../core/policy.ts";
import type { RequestView } from "../core/request-view.ts";
import { requestText } from "./policy-expression.ts";

const noKeys: readonly (string | undefined)[] = [];

/**
 * Under which key each ceiling of a policy counts a record, in the policy's order. All traffic
 * counts under ""; a record without an owner counts under the policy's own; one without a workflow
 * under none.
 */
export function ceilingKeys(
  policy: Policy,
): (view: RequestView) => readonly (string | undefined)[] {
  if (policy.ceilings.length === 0) return () => noKeys;
  const readers = policy.ceilings.map((ceiling) => keyReader(ceiling, policy));
  return (view) => readers.map((read) => read(view));
}

function keyReader(
  { name, countedBy, key }: Ceiling,
  { cost }: Policy,
): (view: RequestView) => string | undefined {
  switch (countedBy) {
    case "policy":
      return () => "";
    case "owner":
      return ({ owner }) => owner ?? cost.ownerKey;
    case "workflow":
      return ({ workflow }) => workflow;
    case "key":
      return key === undefined ? () => undefined : requestText(name, key);
  }
}
