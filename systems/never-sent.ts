/** Faults of name look-up, connecting and the TLS handshake: all of them come before the first byte of a request. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|.*_CERT.*|UNABLE_TO_.*)$/;

/** Whether a failed HTTP request certainly never reached the counterpart. Looks at the shape, not the class: errors come from other realms. */
export function neverSent(cause: unknown): boolean {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && BEFORE_SENDING.test(code);
}
