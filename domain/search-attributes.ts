/**
 * What a running order can be found by in Temporal's list: its stage, and, while a person must act, the codes of the
 * open cases, who owns them and which locations they concern. Codes and ids only, never a person's data.
 */
export const searchAttributes = {
  OnepoolStage: 'Keyword',
  OnepoolCases: 'KeywordList',
  OnepoolOwners: 'KeywordList',
  OnepoolLocations: 'KeywordList',
} as const;

export type SearchAttributeName = keyof typeof searchAttributes;
