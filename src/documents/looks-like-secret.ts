/** How the keys of the well-known services start; each is followed by a long random part. */
const knownKey =
  /\b(?:sk|pk|rk|gsk|xai|hf|ghp|gho|glpat)[-_][A-Za-z0-9_-]{12,}|\bAIza[A-Za-z0-9_-]{20,}|\bAKIA[A-Z0-9]{12,}|\bBearer\s+\S{12,}|\beyJ[A-Za-z0-9_-]{20,}\./;

/** Whether a text looks like a key or a token: never to be kept in a file or shown in a message. */
export function looksLikeSecret(text: string): boolean {
  return knownKey.test(text);
}
