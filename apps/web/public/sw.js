// Shows push notifications while no page of the app is open. It keeps no files and answers no requests.

/** What the server sent; an unreadable message still has to be shown, or browsers stop delivering. */
const read = (data) => {
  try {
    return data.json();
  } catch {
    return { title: 'Something new', body: '', path: '/notifications', tag: 'unreadable' };
  }
};

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = read(event.data);
  // A message that comes twice has the same tag and replaces itself.
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { path } }));
});

const open = async (path) => {
  const url = new URL(path, self.location.origin);
  // Only ever a page of this app.
  const target = url.origin === self.location.origin ? url.href : self.location.origin;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).origin === self.location.origin);
  if (page === undefined) return self.clients.openWindow(target);
  await page.focus();
  return page.navigate(target).catch(() => self.clients.openWindow(target));
};

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? '/notifications'));
});

const renew = async (options) => {
  const subscription = await self.registration.pushManager.subscribe(options);
  const { endpoint, keys } = subscription.toJSON();
  await fetch('/api/push/subscribe', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys }),
  });
};

// The browser's maker may give out another address at any time.
self.addEventListener('pushsubscriptionchange', (event) => {
  const options = event.oldSubscription?.options;
  if (options)
    event.waitUntil(renew({ userVisibleOnly: true, applicationServerKey: options.applicationServerKey }));
});

// A new version has nothing to hand over, so it need not wait.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
