import type {
  DirectToConsumerOrderCancelInput,
  DirectToConsumerOrderUpdateInput,
  EventListenerSetInput,
  OrderAllocateInput,
  OrderInput,
  OrderUnallocateInput,
  ReturnCreateInput,
  ShipmentCompleteInput,
  ShipmentCreateInput,
  ShipmentUpdateInput,
  StockChangeInput,
  StockSetInput,
} from '../../../systems/centra/generated/documents.js';

/** Arguments of the mutations, with the schema's own input types: GraphQL has checked them before they arrive. */
export interface UpdateOrder {
  order: OrderInput;
  input: DirectToConsumerOrderUpdateInput;
}
export interface CancelOrder {
  id: string;
  input: DirectToConsumerOrderCancelInput;
}
export interface Allocate {
  input: OrderAllocateInput;
}
export interface Unallocate {
  input: OrderUnallocateInput;
}
export interface CreateShipment {
  input: ShipmentCreateInput;
}
export interface CompleteShipment {
  id: number;
  input: ShipmentCompleteInput;
}
export interface UpdateShipment {
  id: number;
  input: ShipmentUpdateInput;
}
export interface CreateReturn {
  input: ReturnCreateInput;
}
export interface ChangeStock {
  input: StockChangeInput;
}
export interface SetStock {
  input: StockSetInput;
}
export interface SetListeners {
  input: EventListenerSetInput[];
}
