import type { Command, CommandResult } from '../command.ts';
import type { HopDetail, WorkbookPage } from '../hop-detail.ts';
import { ROUTES, UPLOAD_LIMITS } from '../routes.ts';
import { inBytes } from './format.ts';

/** Asks the server to do something. A failure is an answer, too. */
export function sendCommand(command: Command): Promise<CommandResult> {
  return post(ROUTES.commands, JSON.stringify(command), 'application/json');
}

/** Sends one picture. */
export function sendPicture(file: File): Promise<CommandResult> {
  if (file.size > UPLOAD_LIMITS.bytes)
    return Promise.resolve({
      ok: false,
      problem: `Expected a picture of at most ${inBytes(UPLOAD_LIMITS.bytes)}, found ${inBytes(file.size)}.`,
      fix: 'Choose a smaller picture.',
    });
  const name = encodeURIComponent(file.name === '' ? 'picture.jpg' : file.name);
  return post(`${ROUTES.uploads}?name=${name}`, file, file.type || 'application/octet-stream');
}

export function readHop(id: string): Promise<HopDetail> {
  return read<HopDetail>(`${ROUTES.hops}${encodeURIComponent(id)}`);
}

export function readTask(id: string): Promise<WorkbookPage> {
  return read<WorkbookPage>(`${ROUTES.tasks}${encodeURIComponent(id)}`);
}

async function post(url: string, body: string | File, type: string): Promise<CommandResult> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
    return await response.json();
  } catch {
    return {
      ok: false,
      problem: 'The server of this page did not answer.',
      fix: 'Look at the terminal in which the command runs, and start it again if it has ended.',
    };
  }
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  const text = await response.text();
  // The server is a part of this project: routes.ts says what it answers.
  if (response.ok) return JSON.parse(text) as T;
  throw new Error(text.trim() || `The server of this page answered with status ${response.status}.`);
}
