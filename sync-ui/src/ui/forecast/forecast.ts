import {
  CircleCheckFilled,
  CircleCloseFilled,
  CirclePlusFilled,
  DeleteFilled,
  Remove,
  Switch,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'
import type { ForecastRow, ForecastView } from '@api/schema'
import type { Tone } from '@/ui/value/StateBadge.vue'

export type Action = ForecastRow['action']

/** In the order of what matters most, with what a copy would do. */
export const ACTIONS: { action: Action; tone: Tone; icon: Component; count: keyof ForecastView['counts'] }[] = [
  { action: 'FAIL', tone: 'bad', icon: CircleCloseFilled, count: 'fail' },
  { action: 'COPY', tone: 'busy', icon: CirclePlusFilled, count: 'copy' },
  { action: 'OVERWRITE', tone: 'wait', icon: Switch, count: 'overwrite' },
  { action: 'DELETE', tone: 'part', icon: DeleteFilled, count: 'delete' },
  { action: 'KEEP', tone: 'good', icon: CircleCheckFilled, count: 'keep' },
  { action: 'SKIP', tone: 'idle', icon: Remove, count: 'skip' },
]

/** A name without the host of its registry, where all have the same one. */
export function hostOf(names: string[]): string {
  const first = names.find((name) => name !== '')
  const host = first?.includes('/') ? first.slice(0, first.indexOf('/') + 1) : ''
  return names.every((name) => name === '' || name.startsWith(host)) ? host : ''
}
