import { sha256Hex } from "../../core/canonical-json.ts";
import type { FocusContext } from "./focus-context.ts";
import { focusColumns } from "./focus-version.ts";
import { ownColumns } from "./own-columns.ts";

const DECIMAL_PRECISION = 38;
const DECIMAL_SCALE = 24;

const decimals: ReadonlySet<string> = new Set([
  "BilledCost",
  "ConsumedQuantity",
  "ContractedCost",
  "ContractedUnitPrice",
  "EffectiveCost",
  "ListCost",
  "ListUnitPrice",
  "PricingQuantity",
  "x_AcceptedOutcomes",
  "x_Requests",
]);
const times: ReadonlySet<string> = new Set([
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargePeriodEnd",
  "ChargePeriodStart",
]);
const objects: ReadonlySet<string> = new Set(["SkuPriceDetails", "Tags"]);

/** `focus.metadata.json`: version, columns and who wrote `focus.csv`; what it is not stands there too. */
export function renderFocusMetadata(context: FocusContext): string {
  const names = [...focusColumns(context.version), ...ownColumns.map(([name]) => name)];
  const columns = names.map(definition);
  const hash = sha256Hex(JSON.stringify(columns)).slice(0, 12);
  const metadata = {
    DataGenerator: { DataGenerator: "routeproof" },
    Schema: {
      SchemaId: `routeproof-focus-${context.version}-${hash}`,
      FocusVersion: context.version,
      DataGeneratorVersion: context.toolVersion,
      CreationDate: context.createdAt,
      ColumnDefinition: columns,
    },
    x_Run: {
      RunId: context.runId,
      IsEstimate: true,
      Files: { charges: "focus.csv", unpriced: "unpriced.csv" },
      Note: "Estimates of an evaluation, no invoice: BilledCost is what the calls would cost at the run's prices. Never put these rows together with a provider's own export. Sum by x_Arm: a call that two policies shared stands in both.",
    },
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

function definition(name: string): object {
  if (decimals.has(name)) {
    return {
      ColumnName: name,
      DataType: "DECIMAL",
      NumericPrecision: DECIMAL_PRECISION,
      NumberScale: DECIMAL_SCALE,
    };
  }
  if (times.has(name)) return { ColumnName: name, DataType: "DATETIME" };
  const type = objects.has(name) ? "JSON" : "STRING";
  return { ColumnName: name, DataType: type, StringEncoding: "UTF-8" };
}
