import { ApplicationFailure, condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** A process that waits for the answer to a case, as an order does; takes only `retry`. For tests of the command line. */
export async function waitingCase(): Promise<object[]> {
  const taken: object[] = [];
  setHandler(
    defineUpdate<{ accepted: string }, [{ answer: string }]>('resolveCase'),
    (resolution) => {
      taken.push(resolution);
      return { accepted: `The order tries again (${taken.length}).` };
    },
    {
      validator: ({ answer }) => {
        if (answer !== 'retry')
          throw ApplicationFailure.nonRetryable(`${answer} is not an answer here. Choose: retry.`);
      },
    },
  );
  await condition(() => taken.length === 2);
  return taken;
}
