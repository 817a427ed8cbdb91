// The portal's own script. Every page works without it; it adds the design system's behaviour,
// moves the focus to what is new after a swap, keeps an open inbox quiet, obeys single keys where they
// were switched on, and hides the screen.
import { initAll } from './govuk-frontend.min.js';
import { watchDesk } from './desk.js';

// --- Components -------------------------------------------------------------------------------

// A swap may hand back parts that are already alive; saying so again in the console helps nobody.
const onError = (error) => {
  if (!/already initialised/.test(error.message)) console.error(error);
};

const wake = (scope) => initAll({ scope, onError });

// After a swap the reader is told by focus: the error summary takes it itself (initAll), any other
// news is marked data-portal-focus.
const focusNews = (scope) => {
  if (!scope.querySelector('.govuk-error-summary')) scope.querySelector('[data-portal-focus]')?.focus();
};

wake(document);
focusNews(document);

document.body.addEventListener('htmx:after:swap', (event) => {
  const target = event.detail.ctx?.target ?? event.target;
  const scope = (target.isConnected ? target.parentElement : null) ?? document;
  wake(scope);
  focusNews(scope);
});

// --- A page of before the session's new id ------------------------------------------------------------
// After a step-up in another tab the page takes the new token; a form that was pressed is sent as it is,
// and what a page asks by itself it asks again soon.

document.body.addEventListener('htmx:after:request', (event) => {
  const token = event.detail.ctx?.response?.headers?.get('X-Form-Token');
  if (!token) return;
  for (const field of document.querySelectorAll('[name="_csrf"]')) field.value = token;
  if (event.target instanceof HTMLFormElement) event.target.submit();
});

// --- An inbox that looks for what is new by itself ------------------------------------------------
// It waits while rows are ticked, so that nobody's choice is lost, and says when it last looked even
// where nothing was new.

const inbox = document.getElementById('inbox');

inbox?.addEventListener('htmx:before:request', (event) => {
  if (event.target === inbox && inbox.querySelector('[name="offer"]:checked')) event.preventDefault();
});

inbox?.addEventListener('htmx:after:request', (event) => {
  const checked = document.getElementById('last-checked');
  if (event.target !== inbox || !checked || !(event.detail.ctx?.response?.status < 400)) return;
  const clock = { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' };
  checked.textContent = new Date().toLocaleTimeString('en-GB', clock);
});

// --- Single keys ------------------------------------------------------------------------------------
// Only where the reader switched them on (WCAG 2.1.4), never while typing, never with another key held.
// They move the focus and follow links, nothing else: no key sends a form.

const help = document.getElementById('shortcuts-help');
const rows = () => [...document.querySelectorAll('main .portal-row-link')];

const step = (by) => {
  const links = rows();
  if (!links.length) return;
  const here = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
};

const search = () => {
  const field = document.querySelector('main form[action$="/search"] input:not([type="hidden"]), main form[action$="/find"] input:not([type="hidden"])');
  if (field) field.focus();
  else document.querySelector('[data-shortcut="search"]')?.click();
};

const KEYS = {
  '?': () => { help?.showModal(); help?.querySelector('button').focus(); },
  '/': search,
  j: () => step(1),
  k: () => step(-1),
  o: () => document.activeElement?.closest('tr')?.querySelector('.portal-row-link')?.click(),
};

if (document.body.dataset.shortcuts === 'on') {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog')) return;
    if (document.documentElement.classList.contains('portal-is-covered') || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

// --- A checklist that single keys answer ----------------------------------------------------------
// Only while the focus is on an answer of it (WCAG 2.1.4): 1 or y is yes, 2 or n is no, 3 or d is not
// known, in the order in which they stand; then the focus moves to the next question, after the last to
// what follows. No key sends the form.

document.querySelectorAll('[data-portal-keys]').forEach((told) => { told.hidden = false; });

const ANSWERS = { 1: 0, y: 0, 2: 1, n: 1, 3: 2, d: 2 };

const afterChecklist = (checklist) => {
  const fields = [...checklist.closest('form').querySelectorAll('input:not([type="hidden"]), textarea, select')];
  return fields.find((field) => checklist.compareDocumentPosition(field) === Node.DOCUMENT_POSITION_FOLLOWING);
};

document.addEventListener('keydown', (event) => {
  const checklist = event.target.closest?.('[data-portal-checklist]');
  if (!checklist || event.target.type !== 'radio' || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const question = event.target.closest('.portal-question');
  const radio = question?.querySelectorAll('input[type="radio"]')[ANSWERS[event.key.toLowerCase()]];
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
  const questions = [...checklist.querySelectorAll('.portal-question')];
  const next = questions[questions.indexOf(question) + 1];
  (next ? next.querySelector('input:checked') ?? next.querySelector('input') : afterChecklist(checklist))?.focus();
});

// --- Hide screen --------------------------------------------------------------------------------
// One press, or Esc twice, covers everything; a press, a click or Esc twice brings it back.
// Nothing is unloaded, so nothing typed is lost. The page's title stays as it is: it never tells.
// At a desk that others use one key, F9, does the same, and the lock stands in front of the cover.

const cover = document.getElementById('screen-cover');
const hideButton = document.getElementById('hide-screen');
const DOUBLE_PRESS = 600; // milliseconds between the two presses of Esc

let before = null; // the element that had the focus
let raisedByLeaving = false;
let lastEscape = -Infinity;

const covered = () => !cover.hidden;

// Only what stands in front can be reached: the lock, else the cover, else the page.
const settle = () => {
  const front = [document.getElementById('screen-lock'), cover].find((e) => e && !e.hidden);
  const parts = [...document.body.children].filter((e) => e.tagName !== 'SCRIPT');
  parts.forEach((e) => { e.inert = front !== undefined && e !== front; });
  document.documentElement.classList.toggle('portal-is-covered', front !== undefined);
};

const desk = watchDesk({ settle, wake });

const raise = ({ byLeaving = false } = {}) => {
  if (covered() || desk?.isShut()) return; // the lock shows nothing either
  before = document.activeElement;
  raisedByLeaving = byLeaving;
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close()); // it would stand above the cover
  cover.hidden = false;
  settle();
  cover.querySelector('button').focus();
};

const lift = () => {
  if (!covered()) return;
  cover.hidden = true;
  settle();
  before?.focus?.({ preventScroll: true });
};

if (cover && hideButton) {
  hideButton.hidden = false;
  hideButton.addEventListener('click', () => raise());
  cover.addEventListener('click', lift);

  document.addEventListener('keydown', (event) => {
    if (desk && event.key === 'F9' && !event.repeat) {
      event.preventDefault();
      (covered() ? lift : raise)();
    }
    if (event.key !== 'Escape' || event.repeat) return;
    const twice = event.timeStamp - lastEscape < DOUBLE_PRESS;
    lastEscape = twice ? -Infinity : event.timeStamp;
    if (twice) (covered() ? lift : raise)();
  });

  // A tab that is left shows nothing in the system's previews; it comes back by itself,
  // unless the person had hidden it on purpose.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) raise({ byLeaving: true });
    else if (raisedByLeaving) desk ? desk.look().then(lift) : lift();
  });
}
