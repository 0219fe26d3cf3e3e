import { expect, test } from "vitest";
import { newcombeInterval } from "../../../src/stats/newcombe.ts";

// Fagerland, Lydersen and Laake (2017), chapter 8: Bentur (2009) and Cavo (2012).
test.each([
  [1, 1, 7, 21, -0.50692, -0.02556],
  [59, 6, 16, 161, -0.11862, -0.00463],
])("published pairs %d, %d and %d of %d have the published bounds", (a, b, c, n, low, high) => {
  const counts = { both: a, candidateOnly: b, baselineOnly: c };
  const { lower, upper } = newcombeInterval(counts, n, 0.025);
  expect(lower).toBeCloseTo(low, 5);
  expect(upper).toBeCloseTo(high, 5);
});

test("arms that agree everywhere are not proved equal", () => {
  // Wilson's lower bound of n / n is n / (n + z^2): 1 - 50 / 53.8415.
  const { lower, upper } = newcombeInterval(
    { both: 50, candidateOnly: 0, baselineOnly: 0 },
    50,
    0.025,
  );
  expect(upper).toBeCloseTo(0.0713476, 7);
  expect(lower).toBeCloseTo(-0.0713476, 7);
});

test("no pairs have no difference", () => {
  const none = { both: 0, candidateOnly: 0, baselineOnly: 0 };
  expect(newcombeInterval(none, 0, 0.05)).toMatchObject({ estimate: null, reason: "no_data" });
});
