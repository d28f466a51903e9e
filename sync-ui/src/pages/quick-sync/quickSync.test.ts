import { describe, expect, it } from 'vitest'
import { imagesIn, specOfQuickSync } from '@/pages/quick-sync/quickSync'
import { formOf, specOf } from '@/pages/tasks/form/taskForm'

describe('a list of images', () => {
  it('has comments, which are no images', () => {
    expect(imagesIn('# base\nnginx:1.27  # web\n\n  redis\nquay.io/a/b@sha256:0#1\n#')).toEqual([
      'nginx:1.27',
      'redis',
      'quay.io/a/b@sha256:0#1',
    ])
  })

  it('becomes a task', () => {
    const draft = { images: 'nginx # x', registry: 'harbor', projects: ['a'], flatten: '1', platforms: ['linux/amd64'] }
    const spec = specOfQuickSync(draft)
    expect(spec).toEqual({
      source: { images: ['nginx'] },
      targets: [{ registry: 'harbor', project: 'a' }],
      platforms: ['linux/amd64'],
      mapping: { flatten: 1 },
    })
    expect(specOf(formOf(spec), spec)).toEqual(spec)
    expect(specOfQuickSync({ ...draft, projects: [], platforms: [], flatten: 'none' })).toEqual({
      source: { images: ['nginx'] },
      targets: [{ registry: 'harbor' }],
      mapping: { flatten: 'none' },
    })
  })
})
