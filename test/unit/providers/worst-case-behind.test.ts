import { expect, test } from "vitest";
import type { Price, Route } from "../../../src/core/route.ts";
import { worstCase } from "../../../src/providers/worst-case.ts";
import { worstCaseBehind, type ServableRoute } from "../../../src/providers/worst-case-behind.ts";
import { aPrice, aRecord, aRoute } from "./provider-call-builders.ts";

const asked = { request: aRecord().request, bodyBytes: 1000 };
const cheap = aPrice({ input: 0.1, output: 0.4 });
const dear = aPrice({ input: 15, output: 120 });
const aGateway = (parts: Partial<Route> = {}): Route =>
  aRoute({ name: "gate", parameters: { max_output_tokens: 100 }, ...parts });
const servable = (name: string, price: Price | undefined, isAllowed = true): ServableRoute => ({
  route: aRoute({ name, price, parameters: { max_output_tokens: 9999 } }),
  isAllowed,
});
const atPrice = (price: Price) => worstCase(aGateway({ price }), asked);

test("a gateway without a price costs at most what the dearest route behind it does", () => {
  const behind = [servable("cheap", cheap), servable("dear", dear)];
  expect(worstCaseBehind(aGateway(), behind, asked)).toEqual(atPrice(dear));
});

test("what it may not serve counts too: it is billed all the same", () => {
  const behind = [servable("cheap", cheap), servable("dear", dear, false)];
  expect(worstCaseBehind(aGateway(), behind, asked)).toEqual(atPrice(dear));
});

test("its own price counts where it is the dearest", () => {
  const behind = [servable("cheap", cheap)];
  expect(worstCaseBehind(aGateway({ price: dear }), behind, asked)).toEqual(atPrice(dear));
});

test("a route that it may serve and that has no price leaves it without a bound, by name", () => {
  const behind = [servable("cheap", cheap), servable("odd", undefined)];
  expect(worstCaseBehind(aGateway(), behind, asked)).toEqual({
    kind: "unbounded",
    because: 'it may serve "odd": it has no price',
  });
});

test("an unpriced route is billed at the gateway's own price where it has one", () => {
  const behind = [servable("odd", undefined)];
  expect(worstCaseBehind(aGateway({ price: cheap }), behind, asked)).toEqual(atPrice(cheap));
});

test("an unpriced route that it may not serve is nobody's bound", () => {
  const behind = [servable("cheap", cheap), servable("odd", undefined, false)];
  expect(worstCaseBehind(aGateway(), behind, asked)).toEqual(atPrice(cheap));
});

test("without any price there is no bound", () => {
  expect(worstCaseBehind(aGateway(), [], asked).kind).toBe("unbounded");
});

test("the request is the gateway's: its own limit of the answer holds", () => {
  const open = aGateway({ parameters: {} });
  expect(worstCaseBehind(open, [servable("cheap", cheap)], asked).kind).toBe("unbounded");
});
