// Runs before the first paint, so that a chosen theme never flashes. lib/theme.ts writes the same key.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused in some privacy modes; the system's theme then stands.
}
