/** HTML that needs no more escaping. Only `html` makes it. */
export interface Markup {
  readonly [made]: string;
}

const made = Symbol('markup');

/** What a template can contain: texts, which are escaped, and the results of `html`. Null renders nothing. */
export type Content = string | number | null | Markup | readonly Content[];

/**
 * Fills a template of HTML. Everything that `html` did not make itself is escaped, both in text and in quoted attributes.
 * @example
 * asText(html`<b title="${'"'}">${'<script>'}</b>`); // <b title="&#34;">&#60;script&#62;</b>
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { [made]: String.raw({ raw: template }, ...contents.map(toHtml)) };
}

/**
 * A `<style>` element with one of this project's style sheets. HTML has no escapes inside it.
 * @throws when the style sheet contains the end tag of the element.
 */
export function styleElement(css: string): Markup {
  if (/<\/style/i.test(css)) throw new Error('A style sheet must not contain </style.');
  return { [made]: `<style>${css}</style>` };
}

/** A `<script>` element with one of this project's scripts. HTML has no escapes inside it. @throws like `styleElement`. */
export function scriptElement(code: string): Markup {
  if (/<\/script|<!--/i.test(code)) throw new Error('A script must contain neither </script nor <!--.');
  return { [made]: `<script>${code}</script>` };
}

/** A `<script>` element with data, which no browser runs. Whatever the data contains, it cannot end the element. */
export function dataElement(id: string, data: unknown): Markup {
  const json = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return { [made]: `<script type="application/json" id="${escapeHtml(id)}">${json}</script>` };
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
