// Run it after a change of a document's schema: node scripts/write-schemas.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { schemaFiles } from "./schema-files.ts";

const folder = new URL("../schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of await schemaFiles()) writeFileSync(new URL(name, folder), text);
