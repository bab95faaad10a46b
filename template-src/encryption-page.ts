import { evaluate } from './evaluate.ts';
import { keyStatements } from './key-policy.ts';
import { parameters } from './parameters.ts';

/** AWS's own example account, in the lab's region, and everything else by the template's defaults. */
const example = {
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'ap-northeast-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  TopicDigits: parameters.TopicDigits.Default ?? '',
  NameSuffix: parameters.NameSuffix.Default ?? '',
};

/** docs/encryption.md: what the policy of a key must say, printed from the policy that the template gives to its own. */
export function renderEncryptionPage(): string {
  const { account: _, ...services } = keyStatements;
  const statements = JSON.stringify(evaluate(Object.values(services), example), null, 2);
  return `# Encryption with a key of your own

By default, bucket and queues are encrypted with keys that AWS looks after (SSE-S3, SSE-SQS), and what SNS and CloudWatch Logs
have on their disks is encrypted as well. That costs nothing, and says nothing about who may read. With a KMS key, who may read a
picture or a message is decided by the key's policy too, each use is on record in CloudTrail, and a key that is switched off makes
everything unreadable.

| \`EncryptionKey\` | encrypts |
| --- | --- |
| empty | bucket with SSE-S3, queues with SSE-SQS; the topic has no key |
| \`new\` | bucket, topics, queues, dead-letter queues and log groups with a key that the stack makes: about a dollar a month, and the calls |
| the ARN of a key | the same with that key, in the region of the stack |

**Never encrypt the topic with SNS's own key, \`alias/aws/sns\`.** S3 may not use that key, nobody can change its policy, and every
upload is lost: without an error that anybody sees, for S3 has nobody to tell it to.

**The same happens with a key whose policy forgets one of the services.** These statements must be in the policy of your key,
beside the one that it has anyway (\`kms:*\` for the account's root, which lets IAM decide about people and roles). Put in your
account, your region, and the names of your stack. \`npm run render\` prints this page from the policy that the stack gives to a key
of its own, and the tests prove that policy, and that it fails without any one of these:

\`\`\`json
${statements}
\`\`\`

| statement | without it |
| --- | --- |
| ${services.s3.Sid} | S3 cannot publish to the topic: uploads are lost without a word |
| ${services.sns.Sid} | SNS can deliver neither to the queues nor to the dead-letter queues: uploads are lost; the alarm image-lab-deliveries-lost goes off |
| ${services.logs.Sid} | the log groups cannot be made: the deployment fails |
| ${services.alarms.Sid} | alarms go off, and tell nobody |

The functions' role needs no statement: the stack allows it \`kms:Decrypt\` and \`kms:GenerateDataKey\` on this key, by way of S3 and SQS
only. Whoever uploads needs \`kms:GenerateDataKey\`, and whoever downloads, or looks into the dead-letter queues, \`kms:Decrypt\`.

- A change of \`EncryptionKey\` on a stack that is there re-encrypts nothing: what is there stays readable as long as its key is, so keep
  the old key. New objects and messages take the new one.
- The key that the stack makes stays when the stack is deleted: pictures that are kept would be lost with it. To be rid of it, delete
  it by hand, once nothing is left: \`aws kms schedule-key-deletion --key-id …\`
- A lost or deleted key is the end of what it encrypted. AWS cannot help.

Sources: [S3's notifications](https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html),
[SNS to encrypted queues](https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html),
[SNS's keys](https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html),
[SQS's keys](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html),
[CloudWatch Logs](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html),
[alarms](https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
`;
}
