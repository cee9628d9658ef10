/**
 * Says of recurring tasks whether one is due, each at its own pace. All are due the first time.
 * @param everyMs how often each task is due, milliseconds
 */
export function startIntervals<Task extends string>(everyMs: Readonly<Record<Task, number>>): (task: Task) => boolean {
  const dueAt = new Map<Task, number>();
  return (task) => {
    const now = Date.now();
    if (now < (dueAt.get(task) ?? 0)) return false;
    dueAt.set(task, now + everyMs[task]);
    return true;
  };
}
