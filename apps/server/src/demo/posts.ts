export interface DemoPost {
  readonly author: string;
  readonly daysAgo: number;
  readonly body: string;
  readonly topics?: readonly string[];
}

export const posts: readonly DemoPost[] = [
  {
    author: 'maren',
    daysAgo: 20.9,
    body: 'Welcome to the club’s market! Ask anything that will have an answer one day, and say in the description what counts. Disputes are decided by what is written there.',
  },
  {
    author: 'priya',
    daysAgo: 16.2,
    body: 'A rule of thumb for new members: if you would not buy at this price *and* would not sell at it, you agree with the market. That is worth knowing too.',
  },
  {
    author: 'jonas',
    daysAgo: 6.1,
    body: 'I was sure about the night bus and the budget said otherwise. Selling at 40 % hurt less than holding to zero would have.',
    topics: ['council', 'transport'],
  },
  {
    author: 'bea',
    daysAgo: 8.1,
    body: 'Joined late and started with questions whose answer I cannot influence. Should people who sit on the council trade on the bike lane?',
  },
  {
    author: 'tomas_o',
    daysAgo: 7.8,
    body: 'Eels! Nobody believed me a week ago. 🐍 (Yes, I know. There is no eel emoji.)',
    topics: ['nature'],
  },
  {
    author: 'aiko',
    daysAgo: 3.4,
    body: 'My calibration after three weeks: things I call 70 % happen about 60 % of the time. Profile pages show yours.',
  },
  {
    author: 'sam_w',
    daysAgo: 1.2,
    body: 'The school roof paid in parts, 64 to 36. First time I made money on being nearly right.',
    topics: ['energy'],
  },
];
