import { startMailServer } from '../../apps/server/tests/fixtures/mailServer.ts';
import { mailSettings } from '../../apps/server/tests/fixtures/mailSettings.ts';
import { startOidcProvider } from '../../apps/server/tests/fixtures/oidcProvider.ts';
import { type Device, makeDevice } from '../../apps/server/tests/fixtures/passkeyDevice.ts';
import { startPushService } from '../../apps/server/tests/fixtures/pushService.ts';
import { startReceiver } from '../../apps/server/tests/fixtures/receiver.ts';

const MOST_LINKS = 30;

/** What a server has around it: mailboxes, browsers, devices, somebody who takes webhooks. */
export const openOutside = async () => {
  const mailbox = await startMailServer();
  const push = await startPushService();
  const receiver = await startReceiver();
  const provider = await startOidcProvider([]);
  const settings = {
    ...mailSettings(mailbox.port, { MAILS_PER_HOUR: '1000' }),
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    PUSH_TO_PRIVATE: '1',
    WEBHOOKS_ALLOW_PRIVATE: '1',
  };
  const siteUrl = settings.PUBLIC_URL;
  const devices = new Map<string, Device>();
  const links = new Map<string, string[]>();
  let read = 0;
  const readMails = (): void => {
    for (; read < mailbox.mails.length; read += 1) {
      const { text } = mailbox.mails[read]!;
      for (const [, page, token] of (text ?? '').matchAll(/(\/[\w-]+)(?:#token=|\/)([\w-]{20,200})/g)) {
        const found = links.get(page!) ?? [];
        links.set(page!, [...found.slice(1 - MOST_LINKS), token!]);
      }
    }
  };
  return {
    siteUrl,
    settings,
    hookUrl: receiver.url,
    browsers: Array.from({ length: 8 }, () => push.subscribe().subscription),
    /** Secrets of the latest links to a page that mails had in them. */
    links: (page: string): readonly string[] => {
      readMails();
      return links.get(page) ?? [];
    },
    /** Somebody's latest device with a passkey. */
    device: (owner: string): Device | undefined => devices.get(owner),
    newDevice: (owner: string): Device => {
      const device = makeDevice(siteUrl);
      devices.set(owner, device);
      return device;
    },
    close: async (): Promise<void> => {
      await provider.stop();
      await receiver.close();
      await push.close();
      await mailbox.close();
    },
  };
};

export type Outside = Awaited<ReturnType<typeof openOutside>>;
