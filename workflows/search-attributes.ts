import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Keys by which operators find orders in the Web UI and with `temporal workflow list --query`. */
export const Stage = defineSearchAttributeKey('OnepoolStage', SearchAttributeType.KEYWORD);
export const CaseCodes = defineSearchAttributeKey('OnepoolCases', SearchAttributeType.KEYWORD_LIST);
export const CaseOwners = defineSearchAttributeKey('OnepoolOwners', SearchAttributeType.KEYWORD_LIST);
export const Locations = defineSearchAttributeKey('OnepoolLocations', SearchAttributeType.KEYWORD_LIST);
