/** A page of a Genesys listing. */
interface Page<T> {
  entities?: T[];
  pageCount?: number;
}

/** The largest page that the listings used here take. */
export const PAGE_SIZE = 100;

/** Every entity of a paged listing, page by page. */
export async function allPages<T>(fetchPage: (pageNumber: number) => Promise<Page<T>>): Promise<T[]> {
  const entities: T[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await fetchPage(pageNumber);
    entities.push(...(page.entities ?? []));
    if (pageNumber >= (page.pageCount ?? 1)) return entities;
  }
}
