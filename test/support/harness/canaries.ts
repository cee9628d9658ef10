/** Words that stand for a person. Every order of a test carries them; nothing that Onepool keeps may. */
export const CANARY = {
  firstName: 'Kanariella',
  lastName: 'Fagelsangare',
  email: 'kvitter@voljar.invalid',
  phone: '+46709998877',
  street: 'Burgatan 77',
  zip: '987 65',
  city: 'Sangarby',
  giftMessage: 'Drillar till dig pa namnsdagen',
  comment: 'Stall korgen bakom voljaren',
} as const;

/** The canaries that occur in a text. */
export const canariesIn = (text: string): string[] => Object.values(CANARY).filter((word) => text.includes(word));

/** The customer of a web order. */
export const webCustomer = {
  firstName: CANARY.firstName,
  lastName: CANARY.lastName,
  email: CANARY.email,
  phone: CANARY.phone,
  address1: CANARY.street,
  zipCode: CANARY.zip,
  city: CANARY.city,
  countryCode: 'SE',
} as const;

/** The customer of a sale at a till, in Sitoo's own field names. */
export const tillCustomer = {
  namefirst: CANARY.firstName,
  namelast: CANARY.lastName,
  email: CANARY.email,
  phone: CANARY.phone,
  comment: CANARY.comment,
  delivery_address: CANARY.street,
  delivery_zip: CANARY.zip,
  delivery_city: CANARY.city,
  delivery_countryid: 'SE',
} as const;
