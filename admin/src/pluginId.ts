export const PLUGIN_ID = 'keepsake';
