import type { BillingKey } from "../../core/billing-row.ts";
import { text, type Cell } from "./focus-cells.ts";
import type { FocusContext } from "./focus-context.ts";

/** What both files say of a row besides FOCUS: keys to join by, where it comes from, counts to add. */
export type OwnRow = BillingKey & { readonly requests: number; readonly accepted: number };

export const ownColumns: readonly (readonly [
  string,
  (row: OwnRow, context: FocusContext) => Cell,
])[] = [
  ["x_RunId", (_, { runId }) => text(runId)],
  ["x_Arm", ({ policy }) => text(policy)],
  ["x_ArmRole", ({ policy }, { policies }) => text(policies.get(policy)?.role ?? "candidate")],
  ["x_PolicyId", ({ policy }, { policies }) => text(policies.get(policy)?.name ?? policy)],
  ["x_PolicyVersion", ({ policy }, { policies }) => text(policies.get(policy)?.version ?? "")],
  ["x_RouteId", ({ route }) => text(route)],
  ["x_ModelId", ({ model }) => text(model)],
  ["x_ServiceTier", ({ serviceTier }) => (serviceTier === undefined ? null : text(serviceTier))],
  ["x_AttemptKind", ({ attemptKind }) => text(attemptKind)],
  ["x_CostBasis", ({ basis }) => text(basis)],
  ["x_PriceTableVersion", (_, { priceTableVersion }) => text(priceTableVersion)],
  ["x_IsEstimate", () => text("true")],
  ["x_Requests", ({ requests }) => ({ kind: "number", text: String(requests) })],
  ["x_AcceptedOutcomes", ({ accepted }) => ({ kind: "number", text: String(accepted) })],
];
