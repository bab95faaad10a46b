import type { ComponentChild, VNode } from 'preact';
import { h } from 'preact';

/** The elements that pages of the workbook use. The text of any other element is shown without the element. */
const ELEMENTS = new Set(
  'h1 h2 h3 h4 p ul ol li code pre a em strong blockquote table thead tbody tr th td br hr details summary dl dt dd sup sub kbd'.split(
    ' ',
  ),
);
/** These are left out with everything in them. */
const DROPPED = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'template',
  'svg',
  'math',
  'form',
  'head',
  'title',
]);
const TASK_LINK = /^#task-([\d.]+)$/;

/**
 * Turns HTML into elements, from a list of allowed ones and without any attribute except links. Nothing in it can run.
 * @param openTask is called for links such as `#task-3.1`.
 */
export function SafeHtml({ html, openTask }: { html: string; openTask(task: string): void }) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return <div class="workbook">{children(body, openTask)}</div>;
}

function children(node: Node, openTask: (task: string) => void): ComponentChild[] {
  return [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return child.textContent;
    return child instanceof Element ? element(child, openTask) : null;
  });
}

function element(child: Element, openTask: (task: string) => void): VNode | ComponentChild[] | null {
  const name = child.localName;
  if (DROPPED.has(name)) return null;
  const inside = children(child, openTask);
  if (!ELEMENTS.has(name)) return inside;
  if (name === 'a') return link(child.getAttribute('href') ?? '', inside, openTask);
  // The dialog around a page has its own first heading.
  return h(name === 'h1' ? 'h2' : name, name === 'th' ? { scope: 'col' } : {}, inside);
}

function link(href: string, inside: ComponentChild[], openTask: (task: string) => void): VNode {
  const [, task] = TASK_LINK.exec(href) ?? [];
  if (task !== undefined)
    return (
      <button type="button" class="link" onClick={() => openTask(task)}>
        {inside}
      </button>
    );
  if (!href.startsWith('https://')) return <span>{inside}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {inside}
    </a>
  );
}
