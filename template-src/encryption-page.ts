import { evaluate } from './evaluate.ts';
import { keyStatements } from './key-policy.ts';
import { parameters } from './parameters.ts';

/** AWS's example account, the lab's region, and the template's defaults for everything else. */
const example = {
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'ap-northeast-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  TopicDigits: parameters.TopicDigits.Default ?? '',
  NameSuffix: parameters.NameSuffix.Default ?? '',
};

/** Renders docs/encryption.md. It shows the policy that a key needs, which is the policy that the template gives to its own key. */
export function renderEncryptionPage(): string {
  const { account: _, ...services } = keyStatements;
  const statements = JSON.stringify(evaluate(Object.values(services), example), null, 2);
  return `# Encryption with a key of your own

By default, the bucket and the queues are encrypted with keys that AWS manages (SSE-S3 and SSE-SQS). SNS and CloudWatch Logs also
encrypt what they store. This costs nothing, and does not restrict who can read. With a KMS key of your own, the key's policy also
decides who can read a picture or a message. CloudTrail records each use. If you disable the key, nobody can read anything.

| \`EncryptionKey\` | what is encrypted |
| --- | --- |
| empty | The bucket with SSE-S3, and the queues with SSE-SQS. The topic has no key. |
| \`new\` | The bucket, topics, queues, dead-letter queues and log groups, with a key that the stack creates. The key costs 1 dollar a month, and its calls cost extra. It is rotated every year, and [each of the first two rotations adds 1 dollar a month](https://aws.amazon.com/kms/pricing/). |
| the ARN of a key | The same, with that key. It must be in the region of the stack. |

**Never encrypt the topic with AWS's own key for SNS, \`alias/aws/sns\`.** S3 is not allowed to use that key, and nobody can change its
policy. Every upload is lost, and no error is reported anywhere.

**A key policy that omits one of the services has the same effect.** The policy of your key needs these statements. It also needs the
statement that every key has: \`kms:*\` for the account's root, which lets IAM decide about users and roles. Replace the account, the
region and the names with those of your stack. \`npm run render\` prints this page from the policy that the stack gives to its own
key. Tests check that policy, and that it fails without any one of these statements:

\`\`\`json
${statements}
\`\`\`

| statement | what happens without it |
| --- | --- |
| ${services.s3.Sid} | S3 cannot publish to the topic. Uploads are lost, and no error is reported anywhere. |
| ${services.sns.Sid} | SNS can deliver neither to the queues nor to the dead-letter queues. Uploads are lost, and the alarm image-lab-deliveries-lost starts. |
| ${services.logs.Sid} | CloudFormation cannot create the log groups. The deployment fails. |
| ${services.alarms.Sid} | Alarms start, and nobody is notified. |

The functions' role needs no statement. The stack allows it to call \`kms:Decrypt\` and \`kms:GenerateDataKey\` with this key, through S3
and SQS only. Whoever uploads pictures needs \`kms:GenerateDataKey\`. Whoever downloads pictures or reads the dead-letter queues
needs \`kms:Decrypt\`.

- If you change \`EncryptionKey\` of an existing stack, nothing is encrypted again. Existing objects and messages stay readable only as long
  as their key exists, so keep the old key. New objects and messages use the new key.
- The key that the stack creates stays when you delete the stack. Otherwise, pictures that you keep would be lost. Delete the key yourself
  when nothing needs it any more: \`aws kms schedule-key-deletion --key-id KEY_ID\`
- If you lose or delete a key, everything that it encrypted is lost. AWS cannot restore it.

Sources: [S3's notifications](https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html),
[SNS to encrypted queues](https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html),
[SNS's keys](https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html),
[SQS's keys](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html),
[CloudWatch Logs](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html),
[alarms](https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
`;
}
