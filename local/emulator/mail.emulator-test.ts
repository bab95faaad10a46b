/** Tests the email subscriptions of the embedded AWS (`local/emulator/mail.py`), and that plain MiniStack has none. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { connect } from '../../account/connect.ts';
import { poll } from '../../aws/poll.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local-aws.ts';
import { mailFolder, startEmulator } from './emulator.ts';

const NAME = 'mail-test';
const Endpoint = 'learner@example.com';
let endpoint: string;
let sns: ReturnType<typeof connect>['sns'];
let TopicArn: string | undefined;

before(async () => {
  ({ endpoint } = await startEmulator({ name: NAME, sendsMail: true }));
  sns = clientOf(endpoint);
  ({ TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'topic' })));
});
after(stopAllLeashed);

function clientOf(at: string) {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  return connect({ endpoint: at, region: LOCAL_REGION, credentials }).sns;
}

describe('an email subscription', () => {
  it('is pending, and its mail has a link', async () => {
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }),
    );
    assert.equal(SubscriptionArn, 'pending confirmation');
    assert.deepEqual(await listed(), ['PendingConfirmation']);
    assert.deepEqual(await counts(), { confirmed: '0', pending: '1' });
    const [mail = ''] = mails();
    assert.match(mail, /^To: learner@example\.com$/m);
    assert.match(mail, /^Subject: AWS Notification - Subscription Confirmation$/m);
    assert.ok(mail.includes(String(TopicArn)), mail);
  });

  it('gets no message before it is confirmed', async () => {
    await sns.send(new PublishCommand({ TopicArn, Message: 'too early' }));
    assert.equal(mails().length, 1);
  });

  it('gets another mail when it is requested again', async () => {
    const again = { TopicArn, Protocol: 'email', Endpoint, ReturnSubscriptionArn: true };
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(again));
    assert.ok(SubscriptionArn?.startsWith(`${TopicArn}:`), SubscriptionArn);
    assert.equal(mails().length, 2);
    assert.equal(link(0), link(1));
  });

  it('is not confirmed by a wrong link, by a web page, or by a guess', async () => {
    const wrong = new URL(link());
    wrong.searchParams.set('Token', 'a'.repeat(128));
    assert.equal((await fetch(wrong)).status, 400);
    const page = await fetch(link(), { headers: { 'sec-fetch-site': 'cross-site' } });
    assert.equal(page.status, 403);
    assert.equal((await fetch(link(), { method: 'POST' })).status, 403);
    assert.deepEqual(await listed(), ['PendingConfirmation']);
  });

  it('is confirmed by its link, which a browser can open, and only once', async () => {
    const navigation = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
    const opened = await fetch(link(), { headers: navigation });
    assert.equal(opened.status, 200);
    assert.match(opened.headers.get('content-security-policy') ?? '', /sandbox/);
    assert.equal(opened.headers.get('access-control-allow-origin'), null);
    const [arn = ''] = await listed();
    assert.ok((await opened.text()).includes(arn));
    assert.ok(arn.startsWith(`${TopicArn}:`), arn);
    assert.deepEqual(await counts(), { confirmed: '1', pending: '0' });
    assert.equal((await fetch(link())).status, 400);
  });

  it('gets a mail for each message after that', async () => {
    const before = mails().length;
    await sns.send(new PublishCommand({ TopicArn, Subject: 'Hello world.', Message: 'Testing' }));
    const mail = await poll(async () => mails()[before], { milliseconds: 2000 });
    assert.match(mail ?? '', /^Subject: Hello world\.$[\s\S]*^Testing$/m);
  });

  it('needs an address', async () => {
    const bad = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'nobody' });
    await assert.rejects(sns.send(bad), /Invalid parameter: Email address/);
  });
});

it('is confirmed at once in plain MiniStack', async () => {
  const plain = clientOf((await startEmulator({ name: 'mail-as-it-is', leaveGaps: true })).endpoint);
  const topic = await plain.send(new CreateTopicCommand({ Name: 'topic' }));
  const { SubscriptionArn } = await plain.send(
    new SubscribeCommand({ TopicArn: topic.TopicArn, Protocol: 'email', Endpoint }),
  );
  assert.match(SubscriptionArn ?? '', /^arn:aws:sns:/);
});

async function listed() {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.map(({ SubscriptionArn }) => SubscriptionArn);
}

async function counts() {
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  return { confirmed: Attributes.SubscriptionsConfirmed, pending: Attributes.SubscriptionsPending };
}

function mails(): string[] {
  const folder = mailFolder(NAME);
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

function link(index = 0): string {
  return /^http:\S+$/m.exec(mails()[index] ?? '')?.[0] ?? 'no link';
}
