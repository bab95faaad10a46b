import { cleanText } from '../../cli/clean-text.mjs';
import { parseNotification } from '../../functions/pipeline/notification.ts';

const MOST = 120;

/** Says what a message is: the key of its upload, S3's test event, or the beginning of its text. */
export function labelOf(body: string): string {
  const label = describe(body);
  return label.length <= MOST ? label : `${label.slice(0, MOST - 1)}…`;
}

function describe(body: string): string {
  try {
    const content = parseNotification(body);
    if (content.kind === 'objects') return cleanText(content.objects.map(({ key }) => key).join(', '));
    return content.kind === 's3-test-event' ? "S3's test event" : `Test message: ${cleanText(content.text)}`;
  } catch {
    return 'A message that is no S3 event';
  }
}
