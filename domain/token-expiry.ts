/** How long before its day of expiry a token is warned of: a new one needs a person with the right to make it. */
export const WARN_OF_TOKEN_MS = 14 * 24 * 3_600_000;
