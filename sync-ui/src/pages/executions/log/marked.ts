/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string
  isHit: boolean
}

/** A text in pieces, so that what was looked for can be marked without making markup of it. Case does not matter. */
export function marked(text: string, wanted: string): Piece[] {
  const needle = wanted.trim().toLowerCase()
  const lower = text.toLowerCase()
  // Some letters have another length in lower case; then positions would not fit.
  if (needle === '' || lower.length !== text.length) {
    return [{ text, isHit: false }]
  }
  const pieces: Piece[] = []
  let from = 0
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    if (at > from) {
      pieces.push({ text: text.slice(from, at), isHit: false })
    }
    from = at + needle.length
    pieces.push({ text: text.slice(at, from), isHit: true })
  }
  if (from < text.length || pieces.length === 0) {
    pieces.push({ text: text.slice(from), isHit: false })
  }
  return pieces
}
