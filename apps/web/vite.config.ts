import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    // The page is served under a policy that refuses data: URLs, so nothing may be inlined into them.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': { target: 'http://localhost:3000', ws: true } } },
});
