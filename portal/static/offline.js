// What a page says and does of entries written without a network: how many are not sent yet, the form of a
// contact that is sealed where it cannot be sent, and signing out while something is unsent.
const queue = self.lvwsOffline;
const FLUSH_EVERY = 5000; // milliseconds between two tries while something is unsent
const { offlineAuthor: author } = document.body.dataset;
const isShell = document.querySelector('[data-offline-shell]') !== null;
const form = document.getElementById('contact-form');
const readable = new Map(); // what was sealed in this tab, for its author to read again; it goes with the tab

const element = (name, words, attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = words;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
};

const times = (count, one, many) => (count === 1 ? one : many.replace('#', count));

// --- Not sent yet ----------------------------------------------------------------------------------

const banner = document.getElementById('not-sent');

const tell = async () => {
  const { unsent, refused } = await queue.count();
  if (!banner) return unsent;
  banner.hidden = unsent === 0;
  const where = times(unsent, 'It waits sealed in this browser, and nobody has been told.', 'They wait sealed in this browser, and nobody has been told.');
  const said = unsent ? [`Not sent yet: ${unsent}. ${where}`, ...new Set(refused)].join(' ') : '';
  if (banner.textContent !== said) banner.textContent = said;
  return unsent;
};

const flush = async () => {
  await queue.flush();
  return tell();
};

const flushIfAny = async () => { if (await tell()) await flush(); };

flush();
addEventListener('online', flush);
document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
setInterval(flushIfAny, FLUSH_EVERY);

// --- Permits and the worker ------------------------------------------------------------------------
// Only where contacts are logged: no other page of the portal makes a browser hold anything.

const csrf = document.querySelector('form[action="/sign-out"] [name="_csrf"]')?.value;

if (author && csrf && /^\/(my-site|contacts\/)/.test(location.pathname) && navigator.serviceWorker) {
  navigator.serviceWorker.register('/static/offline-worker.js', { scope: '/contacts/new' }).catch(() => {});
  navigator.storage?.persist?.();
  queue.renew(author, csrf);
}

// --- The form --------------------------------------------------------------------------------------

if (form) {
  const end = form.querySelector('.portal-log__end');
  const save = end.querySelector('[value="save"]');
  const asWas = save.textContent;
  const danger = element('p', '', { class: 'govuk-body-s portal-danger', id: 'offline-danger' });
  const refers = element('p', '“Save and refer”: a draft will wait for you – nothing has been sent.', { class: 'govuk-body' });
  const kept = element('div', '', { class: 'govuk-inset-text', id: 'offline-kept', role: 'status', tabindex: '-1' });
  let isTouched = false;
  end.before(refers);
  end.prepend(danger);
  form.before(kept);
  kept.hidden = true;

  const isAway = () => isShell || !navigator.onLine;

  const showAway = async () => {
    const away = isAway();
    danger.hidden = !away;
    refers.hidden = !away;
    save.textContent = away ? 'Save on this device' : asWas;
    if (!away) return;
    const sites = (await queue.current())?.sites ?? [];
    const here = sites.find((each) => each.reference === form.elements.site.value) ?? sites[0];
    const lead = here?.safeguarding_phone ? ` on ${here.safeguarding_phone}` : '';
    danger.textContent = `Nobody has been told yet. Immediate danger: 999 or the ward’s safeguarding lead${lead}.`;
  };

  const typedIn = (submitter) => {
    const typed = {};
    for (const [name, value] of new FormData(form, submitter)) {
      if (name !== '_csrf' && name !== '_key') typed[name] = name in typed ? [typed[name], value].flat() : value;
    }
    return typed;
  };

  const showKept = (words, typed = null) => {
    const again = typed?.note ? [element('p', `You wrote: ${typed.note}`, { class: 'govuk-body' })] : [];
    kept.replaceChildren(element('p', words, { class: 'govuk-body' }), ...again);
    kept.hidden = false;
    kept.focus();
  };

  const begin = () => {
    form.reset();
    form.elements.contact_id.value = crypto.randomUUID();
    isTouched = false;
  };

  form.addEventListener('input', () => { isTouched = true; });
  addEventListener('online', showAway);
  addEventListener('offline', showAway);
  showAway();

  form.addEventListener('submit', async (event) => {
    if (!isAway()) return; // the browser sends it; where that fails, the worker seals it
    event.preventDefault();
    const half = event.submitter?.hasAttribute('formaction'); // kept for later, or somebody was to be chosen
    const typed = typedIn(event.submitter);
    const sealed = await queue.seal(typed, half ? 'half_written' : 'finished');
    if (!sealed) {
      showKept('This could not be kept: this browser may not take new entries. It is still in the form. Write it on paper, and log it when there is a network.');
      return;
    }
    readable.set(sealed.id, typed);
    const { site } = typed;
    begin();
    if (site) form.elements.site.value = site;
    showKept('Saved on this device, sealed. Nobody has been told yet. It is sent by itself when there is a network; keep this browser until then.', typed);
    await flush();
  });

  // The lock keeps the form in the page; without a network it is sealed as well, so that nothing is lost
  // when somebody else needs this desk.
  document.addEventListener('portal:lock', async () => {
    if (!isTouched || await queue.isReachable()) return;
    if (await queue.seal(typedIn(), 'half_written')) await tell();
  });

  // --- The form of the device ------------------------------------------------------------------------

  const show = async () => {
    const permit = await queue.current();
    document.getElementById('offline-nowhere').hidden = permit !== null;
    form.hidden = permit === null;
    if (!permit) return;
    form.elements.contact_id.value = crypto.randomUUID();
    const line = document.getElementById('offline-site');
    const choice = document.getElementById('offline-site-choice');
    const wards = form.elements.department;
    const none = wards.options[0];
    const choose = () => {
      const site = permit.sites.find((each) => each.reference === choice.value);
      form.elements.site.value = site?.reference ?? '';
      wards.replaceChildren(...(site?.departments ?? []).map((name) => new Option(name, name)), none);
      showAway();
    };
    choice.replaceChildren(...permit.sites.map((each) => new Option(each.name, each.reference)));
    choice.addEventListener('change', choose);
    line.hidden = permit.sites.length === 0;
    choose();
    if (new URLSearchParams(location.search).get('kept') === 'yes') {
      showKept('Saved on this device, sealed. Nobody has been told yet. It is sent by itself when there is a network; keep this browser until then.');
    }
  };

  if (isShell) show();
}

// --- Signing out -------------------------------------------------------------------------------------
// Entries are sent first. What cannot be sent stays in this browser, and its author hears how many and where.

const signOut = document.querySelector('form[action="/sign-out"]');

const leave = async (unsent) => {
  if (unsent) await queue.close();
  const field = element('input', '', { type: 'hidden', name: 'unsent', value: unsent });
  signOut.append(field);
  signOut.submit();
};

const askFirst = (unsent, reachable) => {
  const dialog = element('dialog', '', { class: 'portal-shortcuts', id: 'unsent-entries', 'aria-labelledby': 'unsent-title' });
  const title = times(unsent, 'One entry has not been sent', '# entries have not been sent');
  const stays = times(unsent, 'It stays', 'They stay');
  const words = `${stays} in this browser, on this computer, sealed: nobody can read what is in it here, and nobody has been told. `
    + 'It is sent when this browser next reaches the portal, also from the sign-in page. Tell your coordinator if you do not come back here within a month.';
  dialog.append(element('h2', title, { class: 'govuk-heading-m', id: 'unsent-title' }), element('p', words, { class: 'govuk-body' }));
  const stay = element('button', 'Stay signed in', { class: 'govuk-button', type: 'button' });
  stay.addEventListener('click', () => { dialog.close(); dialog.remove(); });
  if (reachable) {
    const go = element('button', times(unsent, 'Sign out and leave it here', 'Sign out and leave them here'), { class: 'govuk-button govuk-button--secondary', type: 'button' });
    go.addEventListener('click', () => leave(unsent));
    dialog.append(stay, ' ', go);
  } else {
    dialog.append(element('p', 'There is no network, so signing out does not work now. Lock or hide the screen before you leave.', { class: 'govuk-body' }), stay);
  }
  document.body.append(dialog);
  dialog.showModal();
};

if (author) {
  signOut?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const unsent = await flush();
    if (unsent) askFirst(unsent, await queue.isReachable());
    else await leave(0);
  });
}
