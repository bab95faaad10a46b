import assert from 'node:assert/strict';
import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { connect } from '../../account/connect.ts';
import { type AwsOptions, placeOf } from '../../aws/clients.ts';
import { poll } from '../../aws/poll.ts';
import type { ClassStack } from '../../class/cloud/class-stack.ts';

/**
 * Raises the alarm for failed runs, and checks that its topic tells it. The embedded AWS has no metrics of Step Functions and does not
 * apply the topic's policy to alarms. So this sends the metric itself, and cannot show that AWS sends it.
 */
export async function checkAlarms(account: AwsOptions, stack: ClassStack, name: string): Promise<void> {
  const cloudWatch = new CloudWatchClient(placeOf(account).place);
  const { sqs, sns } = connect(account);
  const { StackResourceDetail } = await stack.cloudFormation.send(
    new DescribeStackResourceCommand({ StackName: name, LogicalResourceId: 'AlarmTopic' }),
  );
  const TopicArn = StackResourceDetail?.PhysicalResourceId ?? '';
  const Endpoint = TopicArn.replace(':sns:', ':sqs:').replace(/[^:]*$/, 'alarms');
  const Statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' },
    ...{ Resource: Endpoint, Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'alarms', Attributes: { Policy } }),
  );
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  const alarms = async () => (await cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];
  const alarm = (await alarms()).find(({ AlarmName }) => AlarmName === `${name}-run-failed`);
  assert.deepEqual(alarm?.AlarmActions, [TopicArn]);
  const { Namespace, MetricName, Dimensions } = alarm ?? assert.fail('There is no alarm for failed runs.');
  assert.deepEqual(Dimensions, [{ Name: 'StateMachineArn', Value: stack.stateMachineArn }]);
  await cloudWatch.send(
    new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Dimensions, Value: 1 }] }),
  );
  const told = await poll(
    async () => {
      await alarms();
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      return Messages?.[0]?.Body;
    },
    { milliseconds: 300_000 },
  );
  assert.match(told ?? 'nothing', new RegExp(`${name}-run-failed.*npm run class:run -- --continue`, 's'));
}
