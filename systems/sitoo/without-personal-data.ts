/** Fields of an order that hold a person's data; an error text may quote what we sent in them. */
const PERSONAL = /^(email|name(first|last)|company|phone|personalid|comment|customerref|(invoice|delivery)_)/;

/** Takes e-mail addresses, phone numbers and every personal value of the sent order out of a counterpart's text. */
export function withoutPersonalData(text: string, sent: unknown): string {
  let clean = text.replace(/[^\s@"'<>]+@[^\s@"'<>]+/g, '[removed]').replace(/\+\d[\d\s-]{5,}\d/g, '[removed]');
  if (typeof sent !== 'object' || sent === null) return clean;
  for (const [field, value] of Object.entries(sent)) {
    if (PERSONAL.test(field) && typeof value === 'string' && value.trim().length > 1)
      clean = clean.replaceAll(value, '[removed]');
  }
  return clean;
}
