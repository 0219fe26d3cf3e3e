import { unwritten } from "./promise-at.ts";
import type { Promised } from "./promised.ts";

/** C7's sixth test is nothing that can be injected: it is listed so that nobody takes it for done. */
export function reconciliationPromise(): readonly Promised[] {
  return [
    unwritten({
      kind: "reconciliation",
      id: "reconciliation",
      words: "finance reconciles a sample with the provider's invoice",
      drills: [],
      notDrilled:
        "it needs an invoice: hold a live run against one, routeproof reconcile RUN --invoice FILE",
    }),
  ];
}
