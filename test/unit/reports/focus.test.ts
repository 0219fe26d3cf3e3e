import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import {
  ATTO_DIGITS,
  decimalText,
  type BillingRow,
  type UnpricedRow,
} from "../../../src/core/billing-row.ts";
import type { FocusContext } from "../../../src/reports/focus/focus-context.ts";
import { renderFocus } from "../../../src/reports/focus/focus-csv.ts";
import { renderFocusMetadata } from "../../../src/reports/focus/focus-metadata.ts";
import { renderUnpriced } from "../../../src/reports/focus/unpriced-csv.ts";
import { focusColumnsOfRelease } from "../../support/focus-columns.ts";

const context: FocusContext = {
  version: "1.4",
  billingAccountId: "4711",
  billingAccountName: "Evaluation",
  runId: "2026-11-21-041022-3f9a2c",
  toolVersion: "0.1.0",
  createdAt: "2026-11-21T04:12:00.000Z",
  priceTableVersion: "sha256:ab",
  policies: new Map([["prod", { name: "prod", version: "sha256:0a1b", role: "baseline" }]]),
  isExcel: false,
};

const key = {
  policy: "prod",
  hourMs: Date.UTC(2026, 10, 21, 4),
  route: "strong",
  provider: "openai",
  model: "gpt-5",
  serviceTier: undefined,
  aboveInputTokens: undefined,
  attemptKind: "primary",
  owner: undefined,
  basis: "computed",
} as const;

/** 622 tokens at $1.25 a million: $0.0007775. */
const input: BillingRow = {
  ...key,
  meter: "input",
  quantity: 622n,
  unitPriceAtto: 125n * 10n ** BigInt(ATTO_DIGITS - 2),
  costYocto: 777_500_000_000_000_000_000n,
  requests: 3,
  accepted: 2,
};

const rounding: BillingRow = {
  ...key,
  meter: "rounding",
  quantity: 0n,
  unitPriceAtto: undefined,
  costYocto: -4n * 10n ** 14n,
  requests: 0,
  accepted: 0,
};

const stated: BillingRow = {
  ...key,
  owner: "=1+1",
  meter: "stated",
  quantity: 2n,
  unitPriceAtto: undefined,
  costYocto: 5n * 10n ** 21n,
  requests: 2,
  accepted: 2,
};

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  return parse<Record<string, string>>(text, { columns: true, bom: true });
}

test("each version has columns of its release alone, alphabetical, ours after them", () => {
  for (const version of ["1.4", "1.2"] as const) {
    const text = renderFocus([input], { ...context, version });
    const names = text.split("\n")[0]?.split(",") ?? [];
    const own = names.filter((name) => name.startsWith("x_"));
    const focus = names.filter((name) => !name.startsWith("x_"));
    expect(names).toEqual([...focus, ...own]);
    expect(focus).toEqual(focus.toSorted());
    const { known, mandatory } = focusColumnsOfRelease[version];
    expect(focus.filter((name) => !known.includes(name))).toEqual([]);
    expect(mandatory.filter((name) => !focus.includes(name))).toEqual([]);
  }
});

test("1.4 has no ProviderName, 1.2 no ServiceProviderName", () => {
  const header = (version: "1.4" | "1.2") =>
    renderFocus([], { ...context, version })
      .trim()
      .split(",");
  expect(header("1.4")).toContain("ServiceProviderName");
  expect(header("1.4")).not.toContain("ProviderName");
  expect(header("1.2")).toContain("PublisherName");
  expect(header("1.2")).not.toContain("HostProviderName");
  expect(header("1.2")).not.toContain("InvoiceDetailId");
});

test("a row of tokens: price times quantity is its cost, every amount a plain decimal", () => {
  const [row] = rowsOf(renderFocus([input], context));
  expect(row).toMatchObject({
    BilledCost: "0.0007775",
    EffectiveCost: "0.0007775",
    ListCost: "0.0007775",
    ContractedCost: "0.0007775",
    ListUnitPrice: "1.25",
    PricingQuantity: "0.000622",
    PricingUnit: "1000000 Tokens",
    ConsumedQuantity: "622",
    ConsumedUnit: "Tokens",
    BillingPeriodStart: "2026-11-01T00:00:00Z",
    BillingPeriodEnd: "2026-12-01T00:00:00Z",
    ChargePeriodStart: "2026-11-21T04:00:00Z",
    ChargePeriodEnd: "2026-11-21T05:00:00Z",
    ChargeCategory: "Usage",
    ChargeClass: "",
    InvoiceId: "",
    SubAccountId: "",
    SkuId: "gpt-5-input",
    SkuMeter: "Input Tokens",
    x_IsEstimate: "true",
    x_Requests: "3",
    x_AcceptedOutcomes: "2",
  });
  expect(row?.["ChargeDescription"]).toMatch(/^Estimated input tokens for gpt-5/);
  expect(JSON.parse(row?.["SkuPriceDetails"] ?? "")).toEqual({
    x_ModelId: "gpt-5",
    x_TokenDirection: "Input",
  });
});

test("rounding is an adjustment without quantity, price or SKU", () => {
  const [row] = rowsOf(renderFocus([rounding], context));
  expect(row).toMatchObject({
    BilledCost: "-0.0000000004",
    ChargeCategory: "Adjustment",
    ConsumedQuantity: "",
    PricingQuantity: "",
    PricingUnit: "",
    PricingCategory: "",
    ListUnitPrice: "",
    SkuId: "",
    SkuPriceId: "",
    SkuPriceDetails: "",
  });
});

test("a cost that a table states is dollars at one dollar each, and texts cannot be formulas", () => {
  const [row] = rowsOf(renderFocus([stated], context));
  expect(row).toMatchObject({
    BilledCost: "0.005",
    ListUnitPrice: "1",
    PricingQuantity: "0.005",
    PricingUnit: "USD",
    ConsumedQuantity: "2",
    ConsumedUnit: "Requests",
    SubAccountId: "'=1+1",
  });
});

test("for Excel there is a byte order mark and Windows line ends, else neither", () => {
  const plain = renderFocus([input], context);
  expect(plain).not.toMatch(/\ufeff|\r/);
  const excel = renderFocus([input], { ...context, isExcel: true });
  expect(excel.startsWith("\ufeffBilledCost,")).toBe(true);
  expect(excel.split("\r\n")).toHaveLength(3);
  expect(rowsOf(excel)).toEqual(rowsOf(plain));
});

test("unpriced calls have no cost column, and say why", () => {
  const row: UnpricedRow = {
    ...key,
    because: "no_price",
    requests: 4,
    accepted: 1,
    tokens: { input: 10n, cache_read: 0n, cache_write: 2n, cache_write_long: 3n, output: 7n },
    unknownCounts: 1,
  };
  const text = renderUnpriced([row], context);
  expect(text).not.toContain("Cost,");
  expect(rowsOf(text)[0]).toMatchObject({
    x_Reason: "no_price",
    x_InputTokens: "10",
    x_CacheWriteInputTokens: "5",
    x_OutputTokens: "7",
    x_RequestsOfUnknownTokens: "1",
    x_Requests: "4",
  });
});

test("the metadata names version and every column of the file", () => {
  const metadata = JSON.parse(renderFocusMetadata(context)) as {
    readonly Schema: {
      readonly FocusVersion: string;
      readonly ColumnDefinition: readonly { readonly ColumnName: string }[];
    };
    readonly x_Run: { readonly IsEstimate: boolean };
  };
  const header = renderFocus([], context).trim().split(",");
  expect(metadata.Schema.FocusVersion).toBe("1.4");
  expect(metadata.Schema.ColumnDefinition.map(({ ColumnName }) => ColumnName)).toEqual(header);
  expect(metadata.x_Run.IsEstimate).toBe(true);
});

test("decimals have every digit, no exponent and no zeros at their end", () => {
  expect(decimalText(0n, 24)).toBe("0");
  expect(decimalText(-1n, 24)).toBe("-0.000000000000000000000001");
  expect(decimalText(1_230_000n, 6)).toBe("1.23");
  expect(decimalText(12n * 10n ** 30n, 24)).toBe("12000000");
});
