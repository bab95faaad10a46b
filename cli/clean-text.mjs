/**
 * Cleans text from learners, such as names, keys, log lines and error messages, so that it cannot control a terminal or a CI
 * runner. All outputs of all commands use this file. It must parse on Node 12, because failure.mjs imports it.
 */

/** Longest text in characters. A longer text is cut off. */
const LONGEST = 4000;
/** Longest base64 text in a property named `preview`, which holds a small picture. Base64 is harmless. */
const LONGEST_PREVIEW = 400000;

const [BEL, ESC, CSI, ST, OSC] = [0x07, 0x1b, 0x9b, 0x9c, 0x9d].map((code) => String.fromCharCode(code));

/** Escape sequences of terminals: operating system commands (up to BEL or ESC \), control sequences and shorter ones. */
const SEQUENCES = new RegExp(
  [
    `(?:${ESC}\\]|${OSC})[^${BEL}${ESC}${ST}]*(?:${BEL}|${ESC}\\\\|${ST})?`,
    `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]?`,
    `${ESC}[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);

/** White space that breaks lines or moves the cursor. */
const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * All other control characters, characters that change the text direction or are invisible, private characters, lone
 * surrogates and noncharacters. The joiners within words and emoji stay.
 */
const UNPRINTABLE = /[\p{Cc}\p{Co}\p{Cs}\ufffe\uffff]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Text that CI runners treat as commands. `::error::…` counts at the start of a line, and wrapping can start a line anywhere.
 * `##[…` and `##vso[…` count anywhere in a line.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
const COMMANDS =
  /(^|\s)::(?=\S)|::(?=\s*(?:error|warning|notice|debug|group|endgroup|echo|add-|remove-|set-|save-|stop-|internal-))/gi;
const BRACKETS = /##(?=(?:vso|teamcity)?\[)/gi;

/** Cleans a text and puts it on one line. @param {string} text @returns {string} */
export function cleanText(text) {
  const shown = text
    .slice(0, 2 * LONGEST)
    .replace(SEQUENCES, '')
    .replace(SPACES, ' ')
    .replace(UNPRINTABLE, '·')
    .replace(COMMANDS, '$1: :')
    .replace(BRACKETS, '# #');
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST - 1)}…`;
}

/** Cleans each line of a text with several lines, such as the end of a log. @param {string} text */
export function cleanLines(text) {
  return text.split(/\r?\n/).map(cleanText).join('\n');
}

/**
 * Cleans every string in a value at any depth, including keys. Other values stay the same.
 * @template T @param {T} value @returns {T}
 */
export function cleanTexts(value) {
  // Strings stay strings, arrays stay arrays, and objects keep their shape.
  return /** @type {T} */ (cleanAny(value));
}

/** @param {unknown} value @param {string} [name] @returns {unknown} */
function cleanAny(value, name) {
  if (typeof value === 'string') return isPreview(value, name) ? value : cleanText(value);
  if (Array.isArray(value)) return value.map((one) => cleanAny(one));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [cleanText(key), cleanAny(one, key)]));
}

/** @param {string} text @param {string} [name] */
function isPreview(text, name) {
  return name === 'preview' && text.length <= LONGEST_PREVIEW && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
