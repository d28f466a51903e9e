const AT_ONCE = 100

/** All of a list that the server gives in pages. */
export async function every<T>(
  load: (page: number, size: number) => Promise<{ items: T[]; total: number }>,
): Promise<T[]> {
  const found: T[] = []
  for (let page = 0; ; page++) {
    const { items, total } = await load(page, AT_ONCE)
    found.push(...items)
    if (items.length < AT_ONCE || found.length >= total) {
      return found
    }
  }
}
