import { ElMessage } from 'element-plus'
import type { Router } from 'vue-router'
import { BASE } from '@/api/client'
import { Problem } from '@/api/problem'
import { told } from '@/ui/page/problems'

const TRIED = 'registry-sync.loaded-anew'

/**
 * A tab that was open while the server was updated asks for parts of the pages that are gone. Where somebody wants to go to
 * one of them, the pages are loaded anew from the server, and lead there. That is done once: where a part is missing after
 * that, or the server does not answer, it is told.
 */
export function survivesUpdates(router: Router, loadAnew = () => location.reload()) {
  const missing = new WeakSet<Error>()
  window.addEventListener('vite:preloadError', ({ payload }) => missing.add(payload))

  router.onError(async (failure: Error, to) => {
    if (!missing.has(failure)) {
      // As the router does where nobody listens.
      console.error(failure)
      return
    }
    if (sessionStorage.getItem(TRIED) === to.fullPath || !(await isThere())) {
      ElMessage.error({ message: told(Problem.from(failure)), duration: 8000 })
      return
    }
    sessionStorage.setItem(TRIED, to.fullPath)
    history.pushState(null, '', router.resolve(to.fullPath).href)
    loadAnew()
  })
  router.afterEach((_to, _from, failure) => failure ?? sessionStorage.removeItem(TRIED))
}

/** To load pages from a server that is away would leave nothing at all. */
const isThere = () =>
  fetch(`${BASE}/`, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
