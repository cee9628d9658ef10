import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** Lists that take no limit, with what such a list usually holds. */
const UNLIMITED: Readonly<Record<string, number>> = {
  lines: 3,
  allocations: 2,
  shipments: 2,
  attributes: 2,
  elements: 2,
  paymentHistory: 3,
  refundPaymentHistory: 1,
};
/** Root lists without a limit get Centra's default page. */
const DEFAULT_LIMIT = 20;
const PAGED = new Set(['orders', 'returns', 'warehouses', 'productSizes', 'events', 'stock', 'stockChanges']);

/**
 * A plausible price of a document: one a field, times the length of each list above it. Centra's own formula is not
 * published; that `freeToAllocateQuantity` is free is.
 */
export function complexityOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const d of document.definitions) if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);

  const ofSet = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + ofField(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + ofSet(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment ? sum + ofSet(fragment.selectionSet) : sum;
    }, 0);

  const ofField = (field: FieldNode): number => {
    if (field.name.value === 'freeToAllocateQuantity') return 0;
    return field.selectionSet ? 1 + length(field, variables) * ofSet(field.selectionSet) : 1;
  };

  return document.definitions.reduce(
    (sum, d) => (d.kind === Kind.OPERATION_DEFINITION ? sum + ofSet(d.selectionSet) : sum),
    0,
  );
}

function length(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const limit = field.arguments?.find((a) => a.name.value === 'limit')?.value;
  if (limit?.kind === Kind.INT) return Number(limit.value);
  if (limit?.kind === Kind.VARIABLE) {
    const limitValue = variables[limit.name.value];
    if (typeof limitValue === 'number') return limitValue;
  }
  return PAGED.has(field.name.value) ? DEFAULT_LIMIT : (UNLIMITED[field.name.value] ?? 1);
}
