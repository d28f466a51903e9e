import { onScopeDispose } from 'vue'

/**
 * Does something that is asked for again and again, such as with each frame of a stream: at once, one after the other, and
 * with a pause between them. What was asked for meanwhile is done once, so that each is done to its end, and the last one
 * knows all.
 *
 * @param pause milliseconds
 */
export function useCalm(action: () => Promise<unknown>, pause: number): () => void {
  let isResting = false
  let isWanted = false
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function act() {
    isResting = true
    isWanted = false
    try {
      await action()
    } finally {
      if (!isOver) {
        timer = setTimeout(rested, pause)
      }
    }
  }

  function rested() {
    isResting = false
    if (isWanted) {
      void act()
    }
  }

  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
  return () => {
    isWanted = true
    if (!isResting && !isOver) {
      void act()
    }
  }
}
