import { LAB_OUTPUT_NAMES, type LabOutput, mapLabOutputs, queueName, sizeParameter } from './output-names.ts';
import { OUTPUTS } from './outputs.ts';

/** The parts that the lab asks for at each output, their tasks, and the box in pixels within which the pictures fit. */
export const labParts = mapLabOutputs((name) => {
  const { functionName, box, tasks } = OUTPUTS[name];
  return {
    queue: queueName(name),
    queueTask: tasks.queue,
    functionName,
    functionTask: tasks.function,
    triggerTask: tasks.trigger,
    box,
    /** The template's parameter that sets the box. */
    sizeParameter: sizeParameter(name),
    /** The lab's other output. */
    other: LAB_OUTPUT_NAMES.find((one) => one !== name) ?? name,
  };
});

/** The steps that must pass before a message can get from the topic to a queue. */
export function queueSteps(end: LabOutput): string[] {
  const { queueTask } = labParts[end];
  return ['1.topic', '1.standard', `${queueTask}.queue`, `${queueTask}.subscription`, `${queueTask}.policy`];
}

/** The steps that must pass before an upload can cause an invocation, in the order in which its message travels. */
export function invocationSteps(end: LabOutput): string[] {
  const { functionTask, triggerTask } = labParts[end];
  return [
    ...['1.topic', '1.standard', '3.1.publish', '3.2.bucket', '3.2.notification', '3.2.events', '3.2.filter'],
    ...queueSteps(end),
    ...['4.lab-trust', '4.lab-permissions'],
    ...[`${functionTask}.function`, `${functionTask}.role`, `${triggerTask}.trigger`, `${triggerTask}.alone`],
  ];
}
