import type { SkuNames } from '../domain/brand.js';

/** Methods that take a list of SKUs and nothing else that is a list of texts. */
const TAKE_SKUS: ReadonlySet<string> = new Set(['knownSkus', 'stock', 'productIds', 'stockPerWarehouse']);

type Rename = (sku: string) => string;

/**
 * A system under the web shop's names of SKUs: they are put into the system's own on the way out, and back on the way in. The
 * one place where a SKU changes its name at the border of a system. It goes by names: whatever is called `sku` in what a method
 * takes or gives is a SKU, so are the keys of every map and the members of every set that it gives, and the lists of
 * {@link TAKE_SKUS}.
 * @param names the system's names by the web shop's; no two are the same
 */
export function underOurSkus<Port extends object>(port: Port, names: SkuNames[keyof SkuNames]): Port {
  const outward = new Map(Object.entries(names));
  if (outward.size === 0) return port;
  const inward = new Map([...outward].map(([ours, theirs]) => [theirs, ours]));
  const toTheirs: Rename = (sku) => outward.get(sku) ?? sku;
  const toOurs: Rename = (sku) => inward.get(sku) ?? sku;
  return new Proxy(port, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]): unknown => {
        const sent = given.map((one) =>
          TAKE_SKUS.has(String(name)) && isTexts(one) ? one.map(toTheirs) : renamed(one, toTheirs),
        );
        const answer: unknown = Reflect.apply(method, target, sent);
        return answer instanceof Promise ? answer.then((given) => renamed(given, toOurs)) : renamed(answer, toOurs);
      };
    },
  });
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** A copy in which every SKU has its other name. What is neither a list, a map, a set nor a plain object is passed on as it is. */
function renamed(value: unknown, rename: Rename): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename));
  if (value instanceof Map)
    return new Map([...value].map(([key, one]) => [typeof key === 'string' ? rename(key) : key, renamed(one, rename)]));
  if (value instanceof Set) return new Set([...value].map((one) => (typeof one === 'string' ? rename(one) : one)));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'sku' && typeof one === 'string' ? rename(one) : renamed(one, rename),
    ]),
  );
}
