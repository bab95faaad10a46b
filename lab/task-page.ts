/** The page of the workbook that explains a task: `lab/task-2-1.md` for `2.1`. */
export function taskPage(task: string): string {
  return `lab/task-${task.replace('.', '-')}.md`;
}
