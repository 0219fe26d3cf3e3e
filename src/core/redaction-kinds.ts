/** What can be taken out of a request before it is sent. */
export const redactionKinds = ["email", "phone", "card", "iban"] as const;
export type RedactionKind = (typeof redactionKinds)[number];
