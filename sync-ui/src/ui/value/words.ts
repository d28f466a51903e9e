import { useAppearance } from '@/app/appearance'
import type { Words } from '@api/schema'

/** What the server says in both languages, in that of the page. */
export function useWords() {
  const appearance = useAppearance()
  return (words: Words | undefined) => words?.[appearance.language] ?? ''
}
