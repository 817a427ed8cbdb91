// The queue of entries written without a network, for pages and for the service worker alike. An entry
// is sealed for the server's key: this browser can write it and nobody can read it here. It is deleted
// only on the server's receipt that names it. docs/offline.md says what is proved and what is not.
self.lvwsOffline = (() => {
  const NAME = 'lvws-offline';
  const FLUSH = 'outbox-flush';
  const API = '/api/v1/offline';
  const PATIENCE = 8000; // milliseconds for one delivery
  const RENEW_BEFORE = 60 * 3600 * 1000; // a permit that lasts for less than this is renewed when there is a network
  const LOOK_EVERY = 10 * 60 * 1000; // … between two questions how a permit stands
  const KEPT = 33 * 24 * 3600 * 1000; // a permit without entries is forgotten after this
  const toBeWiped = new Set(); // permits of which a receipt said so

  // --- The store ----------------------------------------------------------------------------------

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const open = () => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('envelopes', { keyPath: 'id' });
      request.result.createObjectStore('permits', { keyPath: 'id' });
    };
    return done(request);
  };

  const read = async (store) => {
    const db = await open();
    try {
      return await done(db.transaction(store).objectStore(store).getAll());
    } finally {
      db.close();
    }
  };

  // What is written is on the disk when this resolves.
  const write = async (store, change) => {
    const db = await open();
    try {
      const transaction = db.transaction(store, 'readwrite', { durability: 'strict' });
      const complete = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      change(transaction.objectStore(store));
      await complete;
    } finally {
      db.close();
    }
  };

  // A browser that never sealed anything is left as it is.
  const isUsed = async () => !indexedDB.databases || (await indexedDB.databases()).some((each) => each.name === NAME);

  const envelopes = async () => ((await isUsed()) ? read('envelopes') : []);
  const permits = async () => ((await isUsed()) ? read('permits') : []);

  // --- Permits --------------------------------------------------------------------------------------

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

  const current = async () => {
    const open_ = (await permits()).filter((each) => !each.closed && each.expiresAt > Date.now());
    return open_.sort((one, other) => other.issuedAt - one.issuedAt)[0] ?? null;
  };

  const ask = (path, options) => fetch(API + path, {
    ...options, redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
  });

  const isJson = (answer) => (answer.headers.get('content-type') ?? '').startsWith('application/json');

  // Get a permit for whoever is signed in, where the one at hand is another's or runs out soon.
  const renew = async (author, csrf) => {
    const held = await current();
    if (held && held.author === author && held.expiresAt - Date.now() > RENEW_BEFORE) return;
    const headers = { 'X-CSRF-Token': csrf, 'X-By-Itself': 'yes' };
    const answer = await ask('/permits', { method: 'POST', headers }).catch(() => null);
    if (answer?.status !== 201 || !isJson(answer)) return;
    const card = await answer.json();
    const hash = { name: 'RSA-OAEP', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('spki', bytes(card.spki), hash, false, ['encrypt']);
    const others = await permits();
    await write('permits', (store) => {
      others.filter((each) => each.author !== author).forEach((each) => store.put({ ...each, closed: true }));
      store.put({
        id: card.id, token: card.token, kid: card.kid, key, author, sites: card.sites, closed: false,
        lookedAt: Date.now(), issuedAt: Date.parse(card.issued_at), expiresAt: Date.parse(card.expires_at),
      });
    });
  };

  // Nothing new is sealed here for whoever signs out; what was sealed is still delivered.
  const close = async () => {
    const held = await permits();
    await write('permits', (store) => held.forEach((each) => store.put({ ...each, closed: true })));
  };

  // --- Sealing --------------------------------------------------------------------------------------

  // Give the sealed entry, or null where this browser may not take new ones. What was half written of
  // the same entry goes with it, if it is still here.
  const seal = async (typed, written) => {
    const permit = await current();
    if (!permit) return null;
    const id = crypto.randomUUID();
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
    const wk = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, permit.key, await crypto.subtle.exportKey('raw', key));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = JSON.stringify({ sealed_at: new Date().toISOString(), written, typed });
    const additionalData = new TextEncoder().encode(`${id}|${permit.kid}|${permit.id}`);
    const ct = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, new TextEncoder().encode(plain));
    const entry = typed.contact_id ?? id;
    const before = (await envelopes()).filter((each) => each.entry === entry && each.written === 'half_written');
    const sealed = {
      id, kid: permit.kid, wk: text(wk), iv: text(iv), ct: text(ct), permit: permit.id, entry, written, refused: '',
    };
    await write('envelopes', (store) => {
      store.put(sealed);
      before.forEach((each) => store.delete(each.id));
    });
    return { id };
  };

  // --- Delivering -----------------------------------------------------------------------------------

  const digestOf = async ({ id, kid, wk, iv, ct }) => {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode([id, kid, wk, iv, ct].join('|')));
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };

  // Deliver one; give whether the network is still worth asking. Only a receipt deletes, and only the very
  // envelope that it names.
  const deliver = async (envelope, permit) => {
    const { id, kid, wk, iv, ct } = envelope;
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': id, Authorization: `Permit ${permit?.token ?? ''}` };
    const body = JSON.stringify({ id, kid, wk, iv, ct });
    const answer = await ask('/envelopes', { method: 'POST', headers, body }).catch(() => null);
    if (!answer || !isJson(answer)) return false;
    const receipt = await answer.json().catch(() => null);
    if (!receipt) return false;
    if (receipt.wipe) toBeWiped.add(envelope.permit);
    if (receipt.kept === true && receipt.envelope === id && receipt.digest === await digestOf(envelope)) {
      await write('envelopes', (store) => store.delete(id));
      return true;
    }
    if (answer.status !== 401 && answer.status !== 422) return false;
    await write('envelopes', (store) => store.put({ ...envelope, refused: receipt.text || 'It was refused.' }));
    return true;
  };

  // A permit that is to be wiped has had its entries taken by now; what was refused is counted as lost.
  const obey = async (permit) => {
    if (Date.now() - permit.lookedAt < LOOK_EVERY && !toBeWiped.has(permit.id)) return;
    const headers = { Authorization: `Permit ${permit.token}` };
    const answer = await ask('/permits/own', { headers }).catch(() => null);
    if (answer?.status === 200) {
      await write('permits', (store) => {
        const asked = store.get(permit.id); // as it is now: it may have been closed meanwhile
        asked.onsuccess = () => { if (asked.result) store.put({ ...asked.result, lookedAt: Date.now() }); };
      });
    }
    if (answer?.status !== 410 || !isJson(answer)) return;
    const left = (await envelopes()).filter((each) => each.permit === permit.id);
    if (left.some((each) => !each.refused)) return; // not taken yet: first the entries
    const said = await ask('/permits/wiped', {
      method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ lost: left.length }),
    }).catch(() => null);
    if (said?.status !== 200 || !isJson(said)) return;
    await write('envelopes', (store) => left.forEach((each) => store.delete(each.id)));
    await write('permits', (store) => store.delete(permit.id));
    if ((await envelopes()).length || (await permits()).length) return;
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await (navigator.serviceWorker?.getRegistrations() ?? [])) await worker.unregister();
  };

  // One at a time, in one tab at a time.
  const flush = async () => {
    if (!(await isUsed())) return;
    await navigator.locks.request(FLUSH, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      const held = new Map((await permits()).map((each) => [each.id, each]));
      for (const envelope of await envelopes()) {
        if (!(await deliver(envelope, held.get(envelope.permit)))) return;
      }
      const waiting = new Set((await envelopes()).map((each) => each.permit));
      for (const permit of held.values()) {
        if (Date.now() - permit.issuedAt > KEPT && !waiting.has(permit.id)) {
          await write('permits', (store) => store.delete(permit.id));
        } else {
          await obey(permit);
        }
      }
    });
  };

  const count = async () => {
    const held = await envelopes();
    return { unsent: held.length, refused: held.filter((each) => each.refused).map((each) => each.refused) };
  };

  // Whether it is the portal that answers, and not somebody's Wi-Fi.
  const isReachable = async () => {
    if (!navigator.onLine) return false;
    const answer = await fetch('/health/live', {
      redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(3000),
    }).catch(() => null);
    return answer?.status === 200 && (await answer.text()) === 'ok';
  };

  return { renew, close, current, seal, flush, count, isReachable };
})();
