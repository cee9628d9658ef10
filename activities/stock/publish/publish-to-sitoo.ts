import { locationsOf } from '../../../domain/locations.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import type { StockPublisher } from './stock-publisher.js';

export type SitooPublisherNeeds = Pick<Dependencies, 'brand'> & {
  readonly sitoo: Pick<SitooPort, 'knownSkus' | 'setStock'>;
};

/** Publishes absolute levels of a virtual warehouse to Sitoo. Each item has a result of its own, and a repeat changes nothing. */
export function sitooPublisher({ brand, sitoo }: SitooPublisherNeeds): StockPublisher {
  return {
    async send(batch, isStillOurs) {
      const levels = batch.lines.map(({ sku, quantity }) => ({ sku, total: quantity }));
      const results = await sitoo.setStock(locationsOf(brand).get(batch.location).sitoo, levels, isStillOurs);
      return {
        refused: results.flatMap(({ sku, refused }) => (refused === undefined ? [] : [{ sku, sentence: refused }])),
      };
    },
    known: (skus) => sitoo.knownSkus(skus),
    allowances: async () => [],
  };
}
