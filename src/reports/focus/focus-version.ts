/** Versions of the FinOps Open Cost and Usage Specification that are written. */
export const focusVersions = ["1.4", "1.2"] as const;
export type FocusVersion = (typeof focusVersions)[number];

const common = [
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargeFrequency",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ConsumedQuantity",
  "ConsumedUnit",
  "ContractedCost",
  "ContractedUnitPrice",
  "EffectiveCost",
  "InvoiceId",
  "InvoiceIssuerName",
  "ListCost",
  "ListUnitPrice",
  "PricingCategory",
  "PricingQuantity",
  "PricingUnit",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "ServiceCategory",
  "ServiceName",
  "ServiceSubcategory",
  "SkuId",
  "SkuMeter",
  "SkuPriceDetails",
  "SkuPriceId",
  "SubAccountId",
  "SubAccountName",
  "Tags",
] as const;

/** 1.3 named the roles of providers anew, and 1.4 took the old names away. */
const ofVersion = {
  "1.2": ["ProviderName", "PublisherName"],
  "1.4": ["HostProviderName", "InvoiceDetailId", "ServiceProviderName"],
} as const;

export type FocusColumn = (typeof common)[number] | (typeof ofVersion)[FocusVersion][number];

/** The columns of a version in the order of the file: alphabetical, before any of our own. */
export function focusColumns(version: FocusVersion): readonly FocusColumn[] {
  return [...common, ...ofVersion[version]].toSorted((a, b) => (a < b ? -1 : 1));
}
