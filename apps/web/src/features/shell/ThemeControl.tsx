import { setTheme, type Theme, useTheme } from '../../lib/theme.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';

const themes: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'Auto' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export const ThemeControl = () => (
  <SegmentedControl label="Theme" segments={themes} value={useTheme()} onValueChange={setTheme} />
);
