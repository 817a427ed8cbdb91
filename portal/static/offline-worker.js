// The service worker of `/contacts/new`, and of no other page: where the portal cannot be reached it gives
// the blank form, which holds nothing about anybody, and seals what was just being sent. It stores no
// answer of the portal but that form and the files that it needs.
importScripts('/static/offline-queue.js');

const CACHE = 'lvws-shell-1';
const FORM = '/contacts/new';
const SHELL = '/contacts/offline/shell';
const FILES = [
  'design-system.css', 'portal.css', 'htmx.min.js', 'hx-ptag.min.js', 'portal.js', 'desk.js', 'govuk-frontend.min.js',
  'offline.js', 'offline-queue.js', 'passkeys.js', 'icon.svg',
].map((name) => `/static/${name}`);
const PATIENCE = 8000; // milliseconds that a page may take before the form on the device is given
const FRESH = 24 * 3600 * 1000; // … after which the form on the device is fetched anew

const fetchAll = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL, ...FILES].map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })));
};

self.addEventListener('install', (event) => event.waitUntil(fetchAll().then(() => self.skipWaiting())));

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
})()));

// The portal's own answers say by which policy they are shown; a page of somebody's Wi-Fi does not.
const isOurs = (answer) => (answer.headers.get('content-security-policy') ?? '').startsWith("default-src 'none'");

const within = (promise, time) => Promise.race([
  promise, new Promise((_, reject) => { setTimeout(() => reject(new Error('late')), time); }),
]);

const held = async (path) => (await caches.open(CACHE)).match(path);

const freshen = async () => {
  const shell = await held(SHELL);
  const at = Date.parse(shell?.headers.get('date') ?? '');
  if (!(Date.now() - at < FRESH)) await fetchAll().catch(() => {});
};

// Give the portal's answer, null where there is none of it. A redirect cannot be looked into: over https nobody
// else can make one, over plain http it is followed, and is the portal's where it ends there.
const ask = async (request) => {
  const asked = self.location.protocol === 'https:' ? request : new Request(request, { redirect: 'follow' });
  const answer = await within(fetch(asked), PATIENCE).catch(() => null);
  if (!answer || answer.type === 'opaqueredirect') return answer;
  if (!isOurs(answer) || answer.status >= 500) return null;
  return answer.redirected ? Response.redirect(answer.url, 303) : answer;
};

const visit = async (event) => {
  const answer = await ask(event.request);
  if (!answer) return (await held(SHELL)) ?? Response.error();
  event.waitUntil(freshen());
  return answer;
};

const send = async (request) => {
  const copy = request.clone();
  const answer = await ask(request);
  if (answer) return answer;
  const typed = {};
  for (const [name, value] of await copy.formData()) {
    if (name === '_csrf' || name === '_key' || typeof value !== 'string') continue;
    typed[name] = name in typed ? [typed[name], value].flat() : value;
  }
  // Without a permit nothing is pretended: the browser says that it cannot be reached, and Back has the form.
  return (await self.lvwsOffline.seal(typed, 'finished')) ? Response.redirect(`${FORM}?kept=yes`, 303) : Response.error();
};

const part = async (request) => {
  const answer = await within(fetch(request), PATIENCE).catch(() => null);
  return answer?.ok && isOurs(answer) ? answer : (await held(new URL(request.url).pathname)) ?? Response.error();
};

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (url.pathname === FORM) event.respondWith(request.method === 'POST' ? send(request) : visit(event));
  } else if (request.method === 'GET' && FILES.includes(url.pathname)) {
    event.respondWith(part(request));
  }
});
