import type { FocusVersion } from "./focus-version.ts";

/** What all rows of a FOCUS export have in common. */
export interface FocusContext {
  readonly version: FocusVersion;
  readonly billingAccountId: string;
  readonly billingAccountName: string;
  readonly runId: string;
  readonly toolVersion: string;
  /** ISO 8601: when the run ended. */
  readonly createdAt: string;
  /** Hash of the prices that the run kept. */
  readonly priceTableVersion: string;
  /** By the policy's name in the comparison. */
  readonly policies: ReadonlyMap<
    string,
    { readonly name: string; readonly version: string; readonly role: "baseline" | "candidate" }
  >;
  /** For spreadsheets that want a byte order mark and Windows line ends. */
  readonly isExcel: boolean;
}
