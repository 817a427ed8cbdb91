// Passkeys: a form that is marked data-passkey asks the browser for one before it is sent, and carries the
// answer in its hidden field. Without this script, or in a browser without passkeys, the page says what
// to use instead.

const BYTES = ['challenge', 'id']; // what the server spells in base64url and the browser wants as bytes

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const letters = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};

// Newer browsers read this by themselves; older ones, as hospitals have them, do not.
const readable = (value, name) => {
  if (typeof value === 'string') return BYTES.includes(name) ? bytes(value) : value;
  if (Array.isArray(value)) return value.map((each) => readable(each, ''));
  if (value === null || typeof value !== 'object' || name === 'rp') return value; // the id of a site is a name
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each, key)]));
};

const written = (made) => {
  const response = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (made.response[name]) response[name] = letters(made.response[name]);
  }
  if (made.response.getTransports) response.transports = made.response.getTransports();
  const id = letters(made.rawId);
  return JSON.stringify({ id, rawId: id, type: made.type, response, clientExtensionResults: {} });
};

const ask = async (form) => {
  const kind = form.dataset.passkey;
  const body = new URLSearchParams({ _csrf: form.elements._csrf.value });
  const told = await fetch(form.dataset.passkeyOptions, { method: 'POST', body });
  if (!told.ok) throw new Error('no challenge');
  const publicKey = readable(await told.json(), '');
  return written(await navigator.credentials[kind]({ publicKey }));
};

const FAILED = 'Nothing was sent. Press the button to try again, or use another way.';

if (window.PublicKeyCredential && navigator.credentials) {
  document.documentElement.classList.add('portal-has-passkeys');
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.answer.value || !form.checkValidity()) return;
    event.preventDefault();
    event.stopPropagation(); // a lock listens as well, and must wait for the answer
    const said = form.querySelector('[data-passkey-said]');
    said.textContent = '';
    try {
      form.elements.answer.value = await ask(form);
    } catch {
      said.textContent = FAILED;
      return;
    }
    form.requestSubmit();
    form.elements.answer.value = '';
  }, { capture: true });
}
