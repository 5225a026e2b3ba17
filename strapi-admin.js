export { default, ExportManager } from './dist/admin/index.mjs';
