/** A file that belongs to a policy: what it holds is part of what the policy means. */
export interface PolicyFile {
  readonly role: "module" | "quality_table" | "prompts";
  /** As seen from the working directory. */
  readonly path: string;
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
}
