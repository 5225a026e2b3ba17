import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { dependencies, peerDependencies } = JSON.parse(
  readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
) as Record<'dependencies' | 'peerDependencies', Record<string, string>>;

const installed = Object.keys({ ...dependencies, ...peerDependencies });

/** Everything the host app has is left to it: a second React or design system would break the admin panel. */
const isExternal = (id: string) => installed.some((name) => id === name || id.startsWith(`${name}/`));

export default defineConfig({
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: 'dist/admin',
    target: 'es2020',
    minify: false,
    sourcemap: true,
    lib: {
      entry: 'admin/src/index.ts',
      formats: ['es', 'cjs'],
      fileName: (format) => (format === 'es' ? 'index.mjs' : 'index.js'),
    },
    rollupOptions: { external: isExternal },
  },
});
