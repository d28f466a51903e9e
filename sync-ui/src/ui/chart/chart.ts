import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import { useAppearance } from '@/app/appearance'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export interface ChartLook {
  /** The value of a token, such as {@code --rs-good}. */
  colour: (token: string) => string
  /** How axes look. */
  axis: { axisLabel: { color: string }; axisLine: { lineStyle: { color: string } }; splitLine: { show: boolean } }
  /** Lines across the chart. */
  splitLine: { show: boolean; lineStyle: { color: string } }
}

/**
 * A chart in a place of the page, as wide as that is, in the colours of the theme. The library is large: what uses this is
 * loaded after everything else ({@code defineAsyncComponent}).
 *
 * @param option what is drawn; drawn again when what it reads changes
 */
export function useChart(place: Ref<HTMLElement | undefined>, option: (look: ChartLook) => EChartsCoreOption) {
  const appearance = useAppearance()
  let chart: EChartsType | undefined
  let observer: ResizeObserver | undefined

  function look(): ChartLook {
    const style = getComputedStyle(document.documentElement)
    const colour = (token: string) => style.getPropertyValue(token).trim()
    const line = { lineStyle: { color: colour('--rs-line') } }
    return {
      colour,
      axis: { axisLabel: { color: colour('--rs-text-soft') }, axisLine: line, splitLine: { show: false } },
      splitLine: { show: true, ...line },
    }
  }

  onMounted(() => {
    chart = init(place.value, undefined, { renderer: 'svg' })
    observer = new ResizeObserver(() => chart?.resize())
    observer.observe(place.value!)
    watch(
      // The colours are read again when the theme has changed.
      [() => appearance.isDark, () => appearance.language, () => option(look())],
      () => chart?.setOption({ animation: false, ...option(look()) }, true),
      { immediate: true, flush: 'post' },
    )
  })
  onBeforeUnmount(() => {
    observer?.disconnect()
    chart?.dispose()
  })
}
