/*
 * Which texts a reader takes for each other: letters of other alphabets that are drawn like Latin ones, and digits that are drawn like letters.
 * Only what fonts draw alike: п and n, в and b, ш and w differ enough.
 */

/** Pairs of a letter and the Latin one it looks like, of Cyrillic, Greek and Armenian. */
const pairs =
  'аaсcеeоoрpхxуyіiјjѕsԁdԛqԝwһhӏlѵvүyөoАAВBЕEНHІIЈJКKМMОOРPСCЅSТTХXУYҮYԚQԜWӀlҺh' +
  'οoνvαaιiκkρpυuϲcϳjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCͿJ' +
  'օoսuցgհhոnքpյjԼLՍUՏSՕOՈn';

const letters = [...pairs];
const latinOf: ReadonlyMap<string, string> = new Map(
  letters.flatMap((letter, i) => (i % 2 === 0 ? [[letter, letters[i + 1]!] as const] : [])),
);

const inLatin = (text: string): string => [...text].map((letter) => latinOf.get(letter) ?? letter).join('');

/** What a text looks like whatever alphabet its letters are of: the same for `pope` and `роре`, and nothing to show to anybody. */
export const alikeAcrossAlphabets = (text: string): string => inLatin(text).toLowerCase();

/**
 * The same, blind to digits and pairs of letters that pass for others as well, and to what stands between words: for names, where a
 * glance has to do.
 */
export const alikeAtAGlance = (text: string): string =>
  inLatin(text.normalize('NFKC'))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    // Before it is made small: the capital I is drawn as the small l.
    .replace(/[I1|!]/g, 'l')
    .toLowerCase()
    .replace(/0/g, 'o')
    .replace(/5/g, 's')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/i/g, 'l')
    .replace(/[^\p{L}\p{N}]/gu, '');
