import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Invoice } from "../../../../src/core/invoice-line.ts";
import { decimalAmount, roundedBy } from "../../../../src/datasets/invoices/decimal-amount.ts";
import { readInvoices } from "../../../../src/datasets/invoices/read-invoice.ts";

const folder = mkdtempSync(join(tmpdir(), "routeproof-invoices-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function read(name: string, text: string, format?: string): Promise<Invoice> {
  files += 1;
  const path = join(folder, `${files}-${name}`);
  writeFileSync(path, text);
  return readInvoices([path], format, undefined);
}

function sums(invoice: Invoice): Readonly<Record<string, bigint>> {
  const found: Record<string, bigint> = {};
  for (const { day, model, measure, amount, isBatch } of invoice.lines) {
    if (amount === 0n) continue;
    const key = `${day} ${model ?? "-"} ${measure}${isBatch === true ? " batch" : ""}`;
    found[key] = (found[key] ?? 0n) + amount;
  }
  return found;
}

const day1 = Date.UTC(2026, 10, 21) / 1000;
const DAY_S = 86_400;

const openaiPage = {
  object: "page",
  data: [
    {
      object: "bucket",
      start_time: day1,
      end_time: day1 + DAY_S,
      results: [
        {
          object: "organization.usage.completions.result",
          input_tokens: 1000,
          input_cached_tokens: 300,
          input_cache_write_tokens: 50,
          output_tokens: 70,
          num_model_requests: 5,
          model: "gpt-5-mini-2025-08-07",
          project_id: null,
          batch: null,
        },
        {
          object: "organization.usage.completions.result",
          input_tokens: 10,
          output_tokens: 2,
          num_model_requests: 1,
          model: "gpt-5-mini-2025-08-07",
          batch: true,
        },
        { object: "organization.usage.embeddings.result", input_tokens: 5 },
      ],
    },
    { object: "bucket", start_time: day1 + DAY_S, end_time: day1 + 2 * DAY_S, results: [] },
  ],
  has_more: false,
  next_page: null,
};

test("OpenAI's input tokens hold the cached and the written ones, which are told apart here", async () => {
  const invoice = await read("usage.json", JSON.stringify(openaiPage));
  expect(sums(invoice)).toEqual({
    "2026-11-21 gpt-5-mini-2025-08-07 input_tokens": 650n,
    "2026-11-21 gpt-5-mini-2025-08-07 cache_read_tokens": 300n,
    "2026-11-21 gpt-5-mini-2025-08-07 cache_write_tokens": 50n,
    "2026-11-21 gpt-5-mini-2025-08-07 output_tokens": 70n,
    "2026-11-21 gpt-5-mini-2025-08-07 requests": 5n,
    "2026-11-21 gpt-5-mini-2025-08-07 input_tokens batch": 10n,
    "2026-11-21 gpt-5-mini-2025-08-07 output_tokens batch": 2n,
    "2026-11-21 gpt-5-mini-2025-08-07 requests batch": 1n,
  });
  expect([...invoice.days]).toEqual(["2026-11-21", "2026-11-22"]);
  expect(invoice.notes[0]).toMatch(
    /1 results of organization.usage.embeddings.result are left out/,
  );
});

test("OpenAI's costs are dollars by line item", async () => {
  const costs = {
    ...openaiPage,
    data: [
      {
        object: "bucket",
        start_time: day1,
        end_time: day1 + DAY_S,
        results: [
          {
            object: "organization.costs.result",
            amount: { value: 0.06, currency: "usd" },
            line_item: "gpt-5-mini-2025-08-07, input",
          },
        ],
      },
    ],
  };
  expect(sums(await read("costs.json", JSON.stringify(costs), "openai"))).toEqual({
    "2026-11-21 gpt-5-mini-2025-08-07 usd": 6n * 10n ** 22n,
  });
});

test("Anthropic's usage is disjoint already, its costs are cents as text", async () => {
  const bucket = (results: readonly object[]) => ({
    data: [{ starting_at: "2026-11-21T00:00:00Z", ending_at: "2026-11-22T00:00:00Z", results }],
    has_more: false,
    next_page: null,
  });
  const usage = bucket([
    {
      uncached_input_tokens: 1500,
      cache_creation: { ephemeral_1h_input_tokens: 1000, ephemeral_5m_input_tokens: 500 },
      cache_read_input_tokens: 200,
      output_tokens: 500,
      server_tool_use: { web_search_requests: 10 },
      model: "claude-sonnet-4-5",
      service_tier: "standard",
      context_window: "0-200k",
    },
    {
      uncached_input_tokens: 9,
      output_tokens: 0,
      model: "claude-sonnet-4-5",
      service_tier: "batch",
    },
  ]);
  expect(sums(await read("usage.json", JSON.stringify(usage)))).toEqual({
    "2026-11-21 claude-sonnet-4-5 input_tokens": 1500n,
    "2026-11-21 claude-sonnet-4-5 cache_read_tokens": 200n,
    "2026-11-21 claude-sonnet-4-5 cache_write_tokens": 1500n,
    "2026-11-21 claude-sonnet-4-5 output_tokens": 500n,
    "2026-11-21 claude-sonnet-4-5 input_tokens batch": 9n,
  });
  const cost = bucket([
    {
      currency: "USD",
      amount: "123.78912",
      description: "Claude Sonnet 4.5 Usage - Input Tokens",
      cost_type: "tokens",
      model: "claude-sonnet-4-5",
      token_type: "uncached_input_tokens",
    },
  ]);
  // 123.78912 cents are $1.2378912.
  expect(sums(await read("cost.json", JSON.stringify(cost)))).toEqual({
    "2026-11-21 claude-sonnet-4-5 usd": 12_378_912n * 10n ** 17n,
  });
});

test("pages may stand in a list; the last one must say that there is no more", async () => {
  const first = { ...openaiPage, has_more: true, next_page: "page_2" };
  const both = await read("pages.json", JSON.stringify([first, openaiPage]));
  expect(sums(both)["2026-11-21 gpt-5-mini-2025-08-07 output_tokens"]).toBe(140n);
  await expect(read("one.json", JSON.stringify(first))).rejects.toThrow(
    /incomplete: its last page says that there is more/,
  );
});

test("a bucket wider than a day, a foreign currency and a count that is none are refused with their place", async () => {
  const wide = { ...openaiPage, data: [{ ...openaiPage.data[0], end_time: day1 + 3 * DAY_S }] };
  await expect(read("wide.json", JSON.stringify(wide, null, 2))).rejects.toThrow(
    /wide\.json:\d+:\d+: is a bucket of more than a day/,
  );
  const euro = `{"data":[{"start_time":${day1},"results":[
    {"object":"organization.costs.result","amount":{"value":1,"currency":"eur"},"line_item":"a"}]}]}`;
  await expect(read("euro.json", euro)).rejects.toThrow(/euro\.json:2:5: is in EUR/);
  const negative = `{"data":[{"start_time":${day1},"results":[
    {"object":"organization.usage.completions.result","input_tokens":-1}]}]}`;
  await expect(read("negative.json", negative)).rejects.toThrow(/negative\.json:2:/);
});

test("a FOCUS export of another provider: dollars, and tokens by their unit and meter", async () => {
  const text = `BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,ConsumedUnit,SkuMeter,SkuPriceDetails
0.5,USD,2026-11-21T00:00:00Z,2026-11-22T00:00:00Z,2.5,1000 Tokens,Output Tokens,"{""x_ModelId"":""m""}"
1e-3,USD,2026-11-21T05:00:00Z,2026-11-21T06:00:00Z,7,Tokens,Cached Input,"{""x_ModelId"":""m""}"
3,USD,2026-11-21T00:00:00Z,2026-11-22T00:00:00Z,4,Hours,Compute,
`;
  expect(sums(await read("focus.csv", text))).toEqual({
    "2026-11-21 m usd": 501n * 10n ** 21n,
    "2026-11-21 m output_tokens": 2500n,
    "2026-11-21 m cache_read_tokens": 7n,
    "2026-11-21 - usd": 3n * 10n ** 24n,
  });
});

test("every row of a FOCUS export that cannot be read is named by its line", async () => {
  const text = `BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd
1,EUR,2026-11-21T00:00:00Z,2026-11-22T00:00:00Z
x,USD,2026-11-21T00:00:00Z,2026-11-22T00:00:00Z
1,USD,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z
`;
  const failed = read("bad.csv", text);
  await expect(failed).rejects.toThrow(/bad\.csv:2: is in EUR/);
  await expect(failed).rejects.toThrow(/bad\.csv:3: BilledCost "x" is no amount/);
  await expect(failed).rejects.toThrow(/bad\.csv:4: covers more than a day/);
  await expect(read("other.csv", "a,b\n1,2\n")).rejects.toThrow(
    /is no FOCUS export: lacks BilledCost/,
  );
});

test("any sheet is read by a map of its columns", async () => {
  const map = join(folder, "map.yaml");
  writeFileSync(
    map,
    "day: Datum\nmodel: Modell\ntokens: {input: Ein, cache_read: Cache, output: Aus}\ninput_includes_cache: true\nusd: Kosten\ndelimiter: ;\n",
  );
  const sheet = "Datum;Modell;Ein;Cache;Aus;Kosten\n2026-11-21;m;100;30;7;$0.25\n";
  expect(sums(await read("sheet.csv", sheet, map))).toEqual({
    "2026-11-21 m input_tokens": 70n,
    "2026-11-21 m cache_read_tokens": 30n,
    "2026-11-21 m output_tokens": 7n,
    "2026-11-21 m usd": 25n * 10n ** 22n,
  });
  await expect(read("sheet.csv", "Datum;Modell\n", map)).rejects.toThrow(
    /has no column Kosten, Ein, Cache, Aus/,
  );
  await expect(read("sheet.csv", sheet.replace("2026-11-21", "gestern"), map)).rejects.toThrow(
    /sheet\.csv:2: column "Datum": "gestern" is no day/,
  );
  writeFileSync(map, "day: Datum\n");
  await expect(read("sheet.csv", sheet, map)).rejects.toThrow(/names nothing to compare/);
});

test("an unknown format and a file that is no export are refused with what to type", async () => {
  await expect(read("x.csv", "a\n", "stripe")).rejects.toThrow(
    /is none of focus, openai, anthropic/,
  );
  await expect(read("x.json", "{}")).rejects.toThrow(/looks like no usage export/);
});

test("decimals are read exactly, exponents included", () => {
  expect(decimalAmount("1.25", 3)).toBe(1250n);
  expect(decimalAmount("-1e-3", 6)).toBe(-1000n);
  expect(decimalAmount("2E3", 0)).toBe(2000n);
  expect(decimalAmount(".5", 1)).toBe(5n);
  for (const text of ["", "-", "1,5", "0x1", "NaN", "1e9999"]) {
    expect(decimalAmount(text, 3)).toBeUndefined();
  }
  // Half of the last digit, but never more than half a cent.
  expect(roundedBy("0.0012", 24)).toBe(5n * 10n ** 19n);
  expect(roundedBy("2", 24)).toBe(5n * 10n ** 21n);
});
