/**
 * What a running order can be found by in Temporal's list: its stage, and, while a person must act, the codes of the
 * open cases, who owns them and which locations they concern. Codes and ids only, never a person's data.
 * A server with SQL visibility has room for three lists per namespace, so there is none to spare.
 */
export const searchAttributes = {
  OnepoolStage: 'Keyword',
  OnepoolCases: 'KeywordList',
  OnepoolOwners: 'KeywordList',
  OnepoolLocations: 'KeywordList',
} as const;
