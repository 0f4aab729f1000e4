import type { MailPage } from './renderHtml.ts';

/** The same for those who read mail without HTML. */
export const renderText = (page: MailPage): string => {
  const items = page.items.map(({ title, about, detail, url }) =>
    [title, about, detail, url].filter((line) => line !== undefined && line !== '').join('\n'),
  );
  const foot = [
    `You get this because you have an account on ${page.instanceName} (${page.siteUrl}).`,
    ...(page.choices
      ? [
          `Choose what you are told: ${page.choices.settingsUrl}`,
          `${page.choices.unsubscribeWords}: ${page.choices.unsubscribeUrl}`,
        ]
      : []),
  ];
  return [...(page.heading === undefined ? [] : [page.heading]), ...items, `-- \n${foot.join('\n')}`].join(
    '\n\n',
  );
};
