import type { Core } from '@strapi/strapi';
import type { Media } from '../media/writeMedia';
import { slugify } from '../text/slugify';
import { authorList, type Author } from './authorList';
import { documentsOf } from './documentWriter';

function email(name: string): string {
  return `${slugify(name).replace('-', '.')}@hedgeandhollow.example`;
}

/** documentId of each author. */
export async function writeAuthors(strapi: Core.Strapi, media: Media): Promise<Map<Author, string>> {
  const authors = documentsOf(strapi, 'api::author.author');
  const ids = new Map<Author, string>();
  for (const author of authorList) {
    const { name, role, bio, joined, portrait } = author;
    const { documentId } = await authors.create({
      data: {
        name,
        slug: slugify(name),
        role,
        bio,
        joined,
        email: email(name),
        avatar: media.picture(portrait).id,
      },
    });
    ids.set(author, documentId);
  }
  return ids;
}
