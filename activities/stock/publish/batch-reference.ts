/** Whether a stock change in Centra is one of ours: the references of our batches begin like this. */
export const isOurs = (comment: string, brand: string): boolean => comment.includes(`onepool ${brand} stock `);
