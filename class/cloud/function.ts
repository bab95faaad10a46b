/** The two Lambda functions of class/grading.yaml. They share this bundle. */
import { S3Client } from '@aws-sdk/client-s3';
import { type GradeEvent, gradeEvent } from './grade-event.ts';
import { type Counts, type ReportEvent, reportEvent } from './report-event.ts';
import { resultStore } from './result-store.ts';

const bucket = process.env.BUCKET ?? '';
if (bucket === '') throw new Error('Expected the environment variable BUCKET, but it is not set.');

// A custom endpoint, such as the embedded AWS, has no host name for each bucket.
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });

/** Grades one learner of a run. */
export async function grade(event: GradeEvent): Promise<{ status: string }> {
  const { id } = event.learner;
  const graded = await gradeEvent(event, resultStore(s3, bucket, event.run));
  console.log(JSON.stringify({ run: event.run, id, ...graded }));
  return graded;
}

/** Makes the report of a run. */
export function report(event: ReportEvent): Promise<Counts> {
  return reportEvent(event, s3, bucket);
}
