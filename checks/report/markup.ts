/** HTML that may stand as it is: made by `html`, and nowhere else. */
export interface Markup {
  readonly [made]: string;
}

const made = Symbol('markup');

/** What a template may hold: texts, which are escaped, and what `html` made. Nothing is left out for null. */
export type Content = string | number | null | Markup | readonly Content[];

/** Fills a template of HTML. Whatever `html` itself did not make is escaped, for text and for quoted attributes alike. */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { [made]: String.raw({ raw: template }, ...contents.map(toHtml)) };
}

/**
 * The element with a style sheet of ours: HTML knows no escapes in it.
 * @throws when the style sheet would end the element.
 */
export function styleElement(css: string): Markup {
  if (/<\/style/i.test(css)) throw new Error('A style sheet may not hold </style.');
  return { [made]: `<style>${css}</style>` };
}

/** The finished document. */
export function asText(markup: Markup): string {
  return markup[made];
}

function toHtml(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content));
  return isList(content) ? content.map(toHtml).join('') : content[made];
}

function isList(content: Markup | readonly Content[]): content is readonly Content[] {
  return Array.isArray(content);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
