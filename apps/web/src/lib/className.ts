import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; where two set the same thing the later one wins, so a caller can adjust a building block. */
export const className = (...classes: ClassValue[]): string => twMerge(clsx(classes));
