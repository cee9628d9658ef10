/** An activity that does nothing. */
export async function nothing(_input: { readonly nth: number }): Promise<void> {}
