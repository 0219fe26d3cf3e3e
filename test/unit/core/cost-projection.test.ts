import { expect, test } from "vitest";
import { timesRequests, UNSTATED_REQUESTS } from "../../../src/core/cost-projection.ts";

const perRequest = { value: 0.002, lower: 0.001, upper: null, n: 50, method: "log_delta" };

test("a volume multiplies the figure and each bound that there is, and nothing else", () => {
  expect(timesRequests(perRequest, UNSTATED_REQUESTS)).toEqual({
    value: 2,
    lower: 1,
    upper: null,
    n: 50,
    method: "log_delta",
  });
});

test("what is not known stays so, with its reason", () => {
  const unknown = { ...perRequest, value: null, lower: null, reason: "unknown_cost" };
  expect(timesRequests(unknown, 7)).toEqual(unknown);
});
