/**
 * Sorts and filters the table of the class page, and shows the steps of a learner. Every text is set as text, never as HTML.
 * @typedef {import('../page/class-data.ts').ClassData} ClassData
 * @typedef {import('../page/class-data.ts').LearnerData} LearnerData
 */

/** @type {ClassData} */
const { texts, learners } = JSON.parse(byId('class-data').textContent ?? '{}');
const body = element('.map tbody');
const rows = [...document.querySelectorAll('.map tbody tr')].filter((row) => row instanceof HTMLElement);
const find = input('find');
const show = input('show');
const dialog = byId('learner');

for (const head of document.querySelectorAll('[data-sort]')) {
  head.querySelector('button')?.addEventListener('click', () => sortBy(head));
}
find.addEventListener('input', filter);
show.addEventListener('change', filter);
body.addEventListener('click', (event) => {
  const row = event.target instanceof Element ? event.target.closest('tr') : null;
  // With a modifier, a link opens in another tab as usual.
  if (row === null || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey)
    return;
  event.preventDefault();
  location.hash = `learner=${encodeURIComponent(learnerOf(row)?.id ?? '')}`;
});
addEventListener('hashchange', openAsked);
dialog.addEventListener('close', () => history.replaceState(null, '', location.pathname));
filter();
openAsked();

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  return element(`#${id}`);
}

/** @param {string} selector @returns {HTMLElement} */
function element(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** @param {string} id */
function input(id) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(id));
}

/** @param {HTMLElement} row @returns {LearnerData | undefined} */
function learnerOf(row) {
  return learners[Number(row.dataset.index)];
}

/** @param {Element} head */
function sortBy(head) {
  const key = head.getAttribute('data-sort') ?? '';
  const isDown = head.getAttribute('aria-sort') === 'ascending';
  for (const other of document.querySelectorAll('[data-sort]')) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
  const sorted = rows.toSorted((one, other) => {
    const order = compare(keyOf(learnerOf(one), key), keyOf(learnerOf(other), key));
    return isDown ? -order : order;
  });
  body.append(...sorted);
}

/** @param {LearnerData | undefined} learner @param {string} key @returns {string | number} */
function keyOf(learner, key) {
  if (learner === undefined) return -1;
  if (key === 'name') return learner.name;
  if (key === 'score') return learner.score ?? -1;
  return learner.tasks.find(({ id }) => `task:${id}` === key)?.share ?? -1;
}

/** @param {string | number} one @param {string | number} other */
function compare(one, other) {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), undefined, { numeric: true });
}

function filter() {
  const wanted = find.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const learner = learnerOf(row);
    if (learner === undefined) continue;
    const isFound = `${learner.name} ${learner.id}`.toLowerCase().includes(wanted);
    row.hidden = !(isFound && isMeant(learner, show.value));
    if (!row.hidden) shown++;
  }
  byId('shown').textContent = shown === rows.length ? '' : `${shown} of ${rows.length}`;
}

/** @param {LearnerData} learner @param {string} kind @returns {boolean} */
function isMeant(learner, kind) {
  const { status, right, flags, late, ungraded, tasks } = learner;
  switch (kind) {
    case 'all':
      return true;
    case 'right':
      return right;
    case 'open':
      return !right;
    case 'not-begun':
      return status === 'not-begun';
    case 'trouble':
      return status === 'unreachable' || status === 'grader-failed' || ungraded > 0;
    case 'flags':
      return flags.length > 0;
    case 'late':
      return late;
    default:
      return tasks.some(({ id, verdict }) => `task:${id}` === kind && verdict !== 'pass');
  }
}

function openAsked() {
  const asked = /^#learner=(.*)$/.exec(location.hash)?.[1];
  const learner = asked === undefined ? undefined : learners.find(({ id }) => id === decode(asked));
  if (learner === undefined || !(dialog instanceof HTMLDialogElement)) return;
  byId('learner-content').replaceChildren(...describe(learner));
  if (!dialog.open) dialog.showModal();
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {LearnerData} learner @returns {Node[]} */
function describe(learner) {
  const { id, name, phrases, next, trouble, late, flags, provenance, tasks, page } = learner;
  const heading = make('h2', {}, name, ' ', make('small', {}, id));
  heading.id = 'learner-name';
  const handOut = make('a', { href: page }, 'The page to hand out');
  return [
    heading,
    ...(phrases === '' ? [] : [make('p', { class: 'score' }, phrases)]),
    ...(late ? [make('p', { class: 'note' }, 'Something changed after the deadline.')] : []),
    ...(trouble === null ? [] : [make('p', { class: 'note' }, trouble)]),
    ...flags.map((text) => make('p', { class: 'note' }, `⚑ ${text} This costs no points.`)),
    ...(next === null ? [] : [make('p', { class: 'note next' }, next)]),
    ...tasks.map(describeTask),
    ...(provenance.length === 0 ? [] : [make('ul', {}, ...provenance.map((line) => make('li', {}, line)))]),
    ...(tasks.length === 0 ? [] : [make('p', { class: 'more' }, handOut)]),
  ];
}

/** @param {LearnerData['tasks'][number]} task */
function describeTask({ id, titleText, verdict, mark, points, steps }) {
  const summary = make('summary', {}, sign(mark), ` ${id} `, text(titleText), ' ', make('small', {}, points));
  const items = steps.map((step) => {
    const hint = step.hintText === null ? [] : [make('p', { class: 'hint' }, text(step.hintText))];
    const title = make(
      'p',
      {},
      sign(step.mark),
      ' ',
      text(step.titleText),
      ' ',
      make('small', {}, `${step.id}, ${step.points}`),
    );
    return make('li', { class: step.verdict }, title, ...hint);
  });
  const details = make('details', { class: verdict }, summary, make('ul', { class: 'steps' }, ...items));
  if (verdict === 'fail' || verdict === 'error') details.setAttribute('open', '');
  return details;
}

/** @param {string} mark */
function sign(mark) {
  return make('span', { class: 'mark' }, mark);
}

/** @param {number} place */
function text(place) {
  return texts[place] ?? '';
}

/** @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children */
function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
