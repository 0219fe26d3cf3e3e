import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

/** A database in memory, and rows as text: no digit of a decimal is lost. */
export interface Database {
  readonly rows: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => void;
}

export async function openDatabase(): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection: DuckDBConnection = await instance.connect();
  return {
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
