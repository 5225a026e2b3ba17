import type { Core } from '@strapi/strapi';
import { renderPicture } from '../pictures/renderPicture';
import type { Progress } from '../progress';
import { documentCatalogue } from './documentCatalogue';
import { pictureCatalogue, type CataloguePicture } from './pictureCatalogue';
import { writeFiles, type MediaFile, type NewFile } from './writeFiles';
import { writeFolders } from './writeFolders';

/** The media library by file name. */
export interface Media {
  count: number;
  file(fileName: string): MediaFile;
  picture(picture: CataloguePicture): MediaFile;
}

const extensions = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const;

function pictureFileName({ name, format }: CataloguePicture): string {
  return `${name}.${extensions[format]}`;
}

function pictureFile(picture: CataloguePicture): NewFile {
  return {
    fileName: pictureFileName(picture),
    mime: `image/${picture.format}`,
    folder: picture.folder,
    alternativeText: picture.alternativeText,
    caption: picture.caption,
    content: () => renderPicture(picture),
  };
}

export async function writeMedia(
  strapi: Core.Strapi,
  portraits: readonly CataloguePicture[],
  progress: Progress,
): Promise<Media> {
  const files: NewFile[] = [
    ...[...pictureCatalogue, ...portraits].map(pictureFile),
    ...documentCatalogue.map((document): NewFile => ({ ...document, folder: 'documents' })),
  ];
  const folderIds = await writeFolders(strapi);
  const written = await writeFiles(strapi, files, folderIds, (done) => progress('files', done, files.length));

  const file = (fileName: string) => {
    const found = written.get(fileName);
    if (!found) throw new Error(`No file ${fileName} in the media library`);
    return found;
  };
  return { count: written.size, file, picture: (picture) => file(pictureFileName(picture)) };
}
