/** Why the way back from the other service ended before the door. */
const sentences: Readonly<Record<string, (provider: string) => string>> = {
  cancelled: (provider) => `You were not signed in: it was cancelled at ${provider}.`,
  unverified: (provider) =>
    `${provider} has not confirmed your e-mail address. Confirm it there, then try again.`,
  taken: (provider) =>
    `There is an account with your e-mail address already. Sign in to it, and connect ${provider} under Settings, Security.`,
  closed: () =>
    'New accounts cannot be made this way at the moment. Ask whoever runs this for an invitation.',
  elsewhere: (provider) =>
    `That login, or another one of ${provider}, is connected already. Disconnect it first.`,
  away: (provider) => `${provider} cannot be reached right now. Try again in a moment.`,
};

export const providerSentence = (problem: string, provider = 'the other service'): string =>
  sentences[problem]?.(provider) ?? `Signing in by ${provider} did not work. Try again.`;
