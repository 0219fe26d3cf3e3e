/** Keys that may be left out of a document. */
export type Optional<Shape> = { readonly [Key in keyof Shape]?: Shape[Key] | undefined };
