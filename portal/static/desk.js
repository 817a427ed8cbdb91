// The lock of a desk that others use. The server locks an unused session by its own clock; this covers
// the page at the same moment, keeps in it what was half written, and opens again by password or code.
// Before anything is covered it says `portal:lock` on the document, for whoever has something to seal.

const LOOK_EVERY = 1000; // milliseconds between two looks at how long nobody has touched anything
const TELL_EVERY = 5000; // … between two words to the other tabs
const SAY_EVERY = 60000; // … between two words to the server, while somebody types without sending
const USES = ['keydown', 'pointerdown', 'input', 'wheel', 'touchstart'];
const NEUTRAL = 'LVWS Portal';

// Where there is no network, a new contact can be logged without opening the lock.
const offerOffline = () => {
  document.querySelectorAll('[data-portal-offline]').forEach((line) => { line.hidden = navigator.onLine; });
};

// Give what the page needs of the lock: whether it is shut, and a look at whether it should be; null where
// the desk is nobody else's.
export const watchDesk = ({ settle, wake }) => {
  const lock = document.getElementById('screen-lock');
  addEventListener('online', offerOffline);
  addEventListener('offline', offerOffline);
  offerOffline();
  if (!lock) return null;

  const after = Number(document.body.dataset.deskLock) * 1000;
  const tabs = new BroadcastChannel('portal-desk');
  const form = document.getElementById('screen-lock-form');
  const blank = form.innerHTML;
  const said = document.getElementById('screen-lock-said');
  const { title } = document;
  let used = Date.now();
  let told = used; // the other tabs
  let spoke = used; // to the server
  let before = null; // the element that had the focus

  const isShut = () => !lock.hidden;

  const shut = ({ tell = true } = {}) => {
    if (isShut()) return;
    document.dispatchEvent(new CustomEvent('portal:lock'));
    before = document.activeElement;
    document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close()); // it would stand above the lock
    lock.hidden = false;
    document.title = NEUTRAL;
    settle();
    document.getElementById('unlock-password').focus();
    if (!tell) return;
    const body = new URLSearchParams({ _csrf: form.querySelector('[name="_csrf"]').value });
    fetch('/lock', { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => {});
    tabs.postMessage('shut');
  };

  const open = () => {
    if (!isShut()) return;
    used = Date.now();
    spoke = used;
    lock.hidden = true;
    document.title = title;
    said.textContent = '';
    form.innerHTML = blank;
    wake(form);
    settle();
    before?.focus?.({ preventScroll: true });
  };

  const isLeft = () => Date.now() - used >= after;

  // By itself, asking is no use of the session; a network that is away says nothing about it.
  const ask = async ({ byItself }) => {
    const headers = byItself ? { 'X-By-Itself': 'yes', 'HX-Request': 'true' } : { 'HX-Request': 'true' };
    const answer = await fetch('/still-here', { headers }).catch(() => null);
    if (answer?.status === 401) shut({ tell: false });
  };

  const use = () => {
    if (isShut()) return;
    if (isLeft()) { // the machine slept meanwhile
      shut();
      return;
    }
    used = Date.now();
    if (used - told >= TELL_EVERY) {
      told = used;
      tabs.postMessage('used');
    }
    if (used - spoke >= SAY_EVERY) {
      spoke = used;
      ask({ byItself: false });
    }
  };

  USES.forEach((kind) => document.addEventListener(kind, use, { capture: true, passive: true }));
  setInterval(() => { if (isLeft()) shut(); }, LOOK_EVERY);
  tabs.addEventListener('message', ({ data }) => {
    if (data === 'shut') shut({ tell: false });
    else if (data === 'open') open();
    else if (!isShut()) used = Date.now();
  });

  document.body.addEventListener('htmx:after:request', (event) => {
    if (event.detail.ctx?.response?.headers?.get('X-Locked')) shut({ tell: false });
  });

  lock.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target));
    const answer = await fetch('/unlock', { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (answer?.status === 204) {
      open();
      tabs.postMessage('open');
    } else if (answer?.headers.get('HX-Redirect')) {
      location.assign(answer.headers.get('HX-Redirect'));
    } else if (answer?.status === 422) {
      form.innerHTML = await answer.text();
      wake(form);
    } else {
      said.textContent = 'The portal cannot be reached just now. Your work is kept here: try again in a minute.';
    }
  });

  const button = document.getElementById('lock-screen');
  button.hidden = false;
  button.addEventListener('click', () => shut());

  // Whoever comes back to the tab sees nothing before it is clear that the session is still theirs.
  const look = async () => {
    if (isLeft()) shut();
    else await ask({ byItself: true });
  };

  return { look, isShut };
};
