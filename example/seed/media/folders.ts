/** Folders of the media library, by path. */
export const folders = {
  landscapes: ['Landscapes'],
  waters: ['Landscapes', 'Rivers and ponds'],
  gardens: ['Gardens'],
  stillLifes: ['Still lifes'],
  plates: ['Still lifes', 'Plates'],
  people: ['People'],
  documents: ['Documents'],
} as const satisfies Record<string, readonly string[]>;

export type FolderName = keyof typeof folders;
