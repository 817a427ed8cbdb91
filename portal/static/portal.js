// The portal's own script. Every page works without it; it adds the design system's behaviour,
// moves the focus to what is new after a swap, and hides the screen.
import { initAll } from './govuk-frontend.min.js';

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

// --- Hide screen --------------------------------------------------------------------------------
// One press, or Esc twice, covers everything; a press, a click or Esc twice brings it back.
// Nothing is unloaded, so nothing typed is lost. The page's title stays as it is: it never tells.

const cover = document.getElementById('screen-cover');
const hideButton = document.getElementById('hide-screen');
const DOUBLE_PRESS = 600; // milliseconds between the two presses of Esc

let before = null; // the element that had the focus
let raisedByLeaving = false;
let lastEscape = -Infinity;

const covered = () => !cover.hidden;

const others = () => [...document.body.children].filter((e) => e !== cover && e.tagName !== 'SCRIPT');

const raise = ({ byLeaving = false } = {}) => {
  if (covered()) return;
  before = document.activeElement;
  raisedByLeaving = byLeaving;
  others().forEach((e) => { e.inert = true; });
  cover.hidden = false;
  document.documentElement.classList.add('portal-is-covered');
  cover.querySelector('button').focus();
};

const lift = () => {
  if (!covered()) return;
  others().forEach((e) => { e.inert = false; });
  cover.hidden = true;
  document.documentElement.classList.remove('portal-is-covered');
  before?.focus?.({ preventScroll: true });
};

if (cover && hideButton) {
  hideButton.hidden = false;
  hideButton.addEventListener('click', () => raise());
  cover.addEventListener('click', lift);

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.repeat) return;
    const twice = event.timeStamp - lastEscape < DOUBLE_PRESS;
    lastEscape = twice ? -Infinity : event.timeStamp;
    if (twice) (covered() ? lift : raise)();
  });

  // A tab that is left shows nothing in the system's previews; it comes back by itself,
  // unless the person had hidden it on purpose.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) raise({ byLeaving: true });
    else if (raisedByLeaving) lift();
  });
}
