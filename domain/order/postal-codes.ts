/**
 * Countries and territories whose addresses have no postal code (ISO 3166-1 alpha-2, by the Universal Postal Union's
 * lists of addressing systems). One that is missing here costs a question; one that is here wrongly costs a parcel that
 * comes back, so doubtful ones are left out.
 */
const WITHOUT_POSTAL_CODES = new Set(
  'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK KI KM KN KP LC ML MO MR MW NR NU QA RW SB SC SL SR ST SX SY TG TK TL TO TV UG VU YE ZW'.split(
    ' ',
  ),
);

/** Whether an address in this country is complete only with a postal code. An unknown country counts as one that has them. */
export const needsPostalCode = (countryCode: string | undefined): boolean =>
  !WITHOUT_POSTAL_CODES.has(countryCode?.trim().toUpperCase() ?? '');
