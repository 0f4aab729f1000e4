import type { NotificationWords } from '@mesh-markets/contract';
import { type Html, html } from '../share/html.ts';

export interface MailItem extends NotificationWords {
  readonly url: string;
  /** On the button of a mail that is about one thing. */
  readonly action?: string;
}

/** How to hear no more of this. */
export interface MailChoices {
  readonly settingsUrl: string;
  readonly unsubscribeUrl: string;
  readonly unsubscribeWords: string;
}

export interface MailPage {
  readonly items: readonly MailItem[];
  /** Above several items; a single one speaks for itself. */
  readonly heading: string | undefined;
  readonly instanceName: string;
  readonly siteUrl: string;
  /** Absent from mails that are about the account itself. */
  readonly choices?: MailChoices;
}

/*
 * Mail programs know tables and styles on the elements themselves, and not much else. Those that know more learn the dark
 * design from the style sheet; those that turn colours around by themselves find greys and one accent that survive it.
 */
const sheet = html`<style>
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #101116 !important; }
    .card { background: #191b21 !important; border-color: #2b2e37 !important; }
    .line { border-color: #2b2e37 !important; }
    .strong { color: #edeef1 !important; }
    .quiet { color: #a6a9b4 !important; }
    .link { color: #a9a6ff !important; }
    .button { background: #a9a6ff !important; color: #14142b !important; }
  }
  @media (max-width: 480px) { .pad { padding-left: 20px !important; padding-right: 20px !important; } }
</style>`;

const font = "font-family: Inter, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;";

const button = (url: string, words: string): Html =>
  html`<a href="${url}" class="button" style="display: inline-block; ${font} font-size: 15px; font-weight: 600; line-height: 20px;
    color: #ffffff; background: #4f3fd6; border-radius: 8px; padding: 10px 18px; text-decoration: none;">${words}</a>`;

const about = ({ about: text }: MailItem): Html | undefined =>
  text === undefined
    ? undefined
    : html`<p dir="auto" class="strong" style="margin: 6px 0 0; ${font} font-size: 15px; line-height: 22px; color: #24262d;
        overflow-wrap: anywhere;">${text}</p>`;

const detail = ({ detail: text }: MailItem): Html | undefined =>
  text === undefined
    ? undefined
    : html`<p dir="auto" class="quiet" style="margin: 6px 0 0; ${font} font-size: 14px; line-height: 20px; color: #5d616c;
        overflow-wrap: anywhere;">${text}</p>`;

/** The only thing in the mail: it may be large. */
const single = (item: MailItem): Html => html`
  <h1 dir="auto" class="strong" style="margin: 0; ${font} font-size: 22px; line-height: 28px; font-weight: 650; color: #16181d;">${item.title}</h1>
  ${about(item)}${detail(item)}
  <p style="margin: 20px 0 0;">${button(item.url, item.action ?? 'Open')}</p>`;

const listed = (item: MailItem, place: number): Html => html`
  <div class="line" style="padding: ${place === 0 ? 0 : 16}px 0 16px; ${place > 0 && 'border-top: 1px solid #e4e5ea;'}">
    <a href="${item.url}" class="link" style="${font} font-size: 16px; line-height: 22px; font-weight: 600; color: #4f3fd6; text-decoration: none;">${item.title}</a>
    ${about(item)}${detail(item)}
  </div>`;

const body = ({ heading, items, siteUrl }: MailPage): Html => {
  const [first] = items;
  if (heading === undefined && first !== undefined) return single(first);
  return html`
    <h1 class="strong" style="margin: 0 0 16px; ${font} font-size: 20px; line-height: 26px; font-weight: 650; color: #16181d;">${heading}</h1>
    ${items.map(listed)}
    <p style="margin: 4px 0 0;">${button(`${siteUrl}/notifications`, 'See all')}</p>`;
};

/** What inboxes show beside the subject; the rest keeps them from adding the footer to it. */
const preview = ({ items }: MailPage): Html => {
  const [first] = items;
  const words = [first?.about, first?.detail].filter((part) => part !== undefined).join(' · ');
  return html`<div style="display: none; max-height: 0; overflow: hidden;">${words}${'\u200c\u00a0'.repeat(60)}</div>`;
};

const choose = (
  { settingsUrl, unsubscribeUrl, unsubscribeWords }: MailChoices,
  style: string,
): Html => html`<br>
    <a href="${settingsUrl}" class="quiet" style="${style}">Choose what you are told</a> ·
    <a href="${unsubscribeUrl}" class="quiet" style="${style}">${unsubscribeWords}</a>`;

const foot = (page: MailPage): Html => {
  const link = 'color: #5d616c; text-decoration: underline;';
  return html`<p class="quiet" style="margin: 0; ${font} font-size: 12px; line-height: 18px; color: #5d616c;">
    You get this because you have an account on <a href="${page.siteUrl}" class="quiet" style="${link}">${page.instanceName}</a>.
    ${page.choices && choose(page.choices, link)}</p>`;
};

export const renderHtml = (page: MailPage): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${page.heading ?? page.items[0]?.title}</title>
${sheet}
</head>
<body class="page" style="margin: 0; padding: 0; background: #f4f5f7;">
${preview(page)}
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background: #f4f5f7;">
<tr><td align="center" style="padding: 28px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 560px;">
<tr><td class="pad" style="padding: 0 28px 14px; ${font} font-size: 14px; line-height: 20px; font-weight: 600;">
<a href="${page.siteUrl}" class="strong" style="color: #16181d; text-decoration: none;">${page.instanceName}</a></td></tr>
<tr><td class="card pad" style="padding: 28px; background: #ffffff; border: 1px solid #e4e5ea; border-radius: 12px;">${body(page)}</td></tr>
<tr><td class="pad" style="padding: 18px 28px 0;">${foot(page)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`.text;
