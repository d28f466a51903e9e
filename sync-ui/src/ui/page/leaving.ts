import { onScopeDispose } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { useSession } from '@/app/session'

/**
 * Asks before a page is left on which something was not saved, by a link or with its tab. Where the session has ended
 * nobody is asked, since nothing can be saved any more.
 *
 * @param ask  asks before a link is followed, and answers whether it may be; the browser has words of its own
 * @param lost is called where the session has ended by itself: who signs in again is led back here
 */
export function useLeaving(isUnsaved: () => boolean, ask: () => Promise<boolean>, lost: () => void) {
  const session = useSession()

  onBeforeRouteLeave(async (_, from) => {
    if (!isUnsaved()) {
      return true
    }
    if (session.isKnown) {
      return ask()
    }
    if (session.wanted === from.fullPath) {
      lost()
    }
    return true
  })

  const close = (event: BeforeUnloadEvent) => isUnsaved() && event.preventDefault()
  window.addEventListener('beforeunload', close)
  onScopeDispose(() => window.removeEventListener('beforeunload', close))
}
