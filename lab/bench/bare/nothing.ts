/** An activity that does nothing with what it is given. */
export async function nothing(_input: { readonly nth: number; readonly activityInput: string }): Promise<void> {}
