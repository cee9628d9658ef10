export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly address1: string;
  readonly zipCode: string;
  readonly city: string;
  readonly countryCode: string;
}

const FIRST = ['Agda', 'Birger', 'Cajsa', 'Dag', 'Ebba', 'Folke', 'Greta', 'Hjalmar', 'Inga', 'Jarl', 'Kajsa'];
const LAST = ['Almkvist', 'Bergdal', 'Cedervik', 'Dahlbo', 'Ekhamn', 'Forsäng', 'Granholt', 'Hedlund', 'Isvik'];
const STREETS = ['Påhittsgatan', 'Exempelvägen', 'Sagostigen', 'Provgränd', 'Låtsasbacken'];
const CITIES = [
  ['111 22', 'Stockholm'],
  ['411 05', 'Göteborg'],
  ['211 20', 'Malmö'],
  ['753 10', 'Uppsala'],
] as const;

/** An invented customer, always the same for the same order number. Nobody real; the mail domain can never exist. */
export function inventPerson(orderNumber: number): Person {
  const pick = <T>(list: readonly T[], step: number): T => list[Math.floor(orderNumber / step) % list.length] as T;
  const firstName = pick(FIRST, 1);
  const lastName = pick(LAST, 11);
  const [zipCode, city] = pick(CITIES, 3);
  return {
    firstName,
    lastName,
    email: `customer-${orderNumber}@shop.invalid`,
    phone: `+46700${String(orderNumber % 1_000_000).padStart(6, '0')}`,
    address1: `${pick(STREETS, 7)} ${(orderNumber % 90) + 1}`,
    zipCode,
    city,
    countryCode: 'SE',
  };
}
