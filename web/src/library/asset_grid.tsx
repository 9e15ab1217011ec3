// A wall of tiles, however long: draws only what is in sight, keeps the focused tile, reads the keyboard.
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type Ref } from 'react'
import type { AssetRow } from '@/api/client'
import { t } from '@/i18n'
import { bar_for, layout_of, offset_showing, rows_in_sight, scrolled, stepped, type Extent, type Range, type Scroll, type Step, type TileSize } from './grid_math'
import { is_begun, is_selected, k_nothing, press_of, type Selection } from './selection'
import { Tile, type Fit } from './tile'
import { TileTip, useTileTip } from './tile_tip'
import type { AssetList } from './windows'
import styles from './grid.module.css'

export type TileAct = 'open' | 'badge' | 'download' | 'basket' | 'more' | 'remove'

export interface GridHandle {
  focus: () => void
  /** Brings the tile of that asset into sight, and makes it the one where the keyboard begins. */
  show: (id: string, index: number) => void
}

export interface AssetGridProps {
  label: string
  list: AssetList
  size: TileSize
  fit: Fit
  selection: Selection
  /** What the touch of a tile does; one that begins a selection makes the next ones select as well. */
  taps: 'open' | 'select'
  /** The tile that the address names, when it is among what is here. */
  named: string | undefined
  /** The one that a panel shows: its tile is marked. */
  shown: string | undefined
  basket: ReadonlySet<string>
  on_range: (first: number, last: number) => void
  on_focus: (row: AssetRow, index: number) => void
  on_toggle: (row: AssetRow, index: number) => void
  on_extend: (from: number, to: number) => void
  on_select_all: () => void
  on_clear: () => void
  on_act: (act: TileAct, row: AssetRow, element: Element, index: number) => void
  on_drag: (row: AssetRow, transfer: DataTransfer) => void
  handle: Ref<GridHandle>
}

const k_steps: Record<string, Step> = { ArrowUp: 'up', ArrowDown: 'down', PageUp: 'page_up', PageDown: 'page_down' }

function step_for(event: KeyboardEvent, is_rtl: boolean): Step | null {
  const has_control = event.ctrlKey || event.metaKey
  if (event.key === 'Home') return has_control ? 'first' : 'home'
  if (event.key === 'End') return has_control ? 'last' : 'end'
  if (has_control) return null
  if (event.key === 'ArrowLeft') return is_rtl ? 'right' : 'left'
  if (event.key === 'ArrowRight') return is_rtl ? 'left' : 'right'
  return k_steps[event.key] ?? null
}

export function AssetGrid({ label, list, size, fit, selection, taps, named, shown, basket, on_range, on_focus, on_toggle, on_extend, on_select_all, on_clear, on_act, on_drag, handle }: AssetGridProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [box, set_box] = useState({ width: 0, height: 0 })
  const total = list.total ?? 0
  const layout = useMemo(() => layout_of(total, box.width, size), [total, box.width, size])
  const extent: Extent = { height: layout.height, spacer: layout.spacer, viewport: box.height }
  const scroll = useRef<Scroll>({ offset: 0, bar: 0 })
  const [sight, set_sight] = useState<Range & { shift: number }>({ first: 0, last: 0, shift: 0 })
  const [focus_index, set_focus_index] = useState(0)
  const wants_focus = useRef(false)
  const tip = useTileTip(frame)

  const look = useCallback(() => {
    const { offset, bar } = scroll.current
    const { first, last } = rows_in_sight(offset, extent.viewport, layout)
    const shift = extent.spacer < extent.height ? bar - offset : 0
    set_sight((before) => (before.first === first && before.last === last && before.shift === shift ? before : { first, last, shift }))
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the parts that matter, not the objects they come in
  }, [layout.rows, layout.row_height, layout.columns, extent.viewport, extent.spacer])

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = () => {
      const style = getComputedStyle(element)
      const width = element.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd)
      set_box({ width: Math.floor(width), height: element.clientHeight })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // The same tile stays in sight when the columns change.
  const anchor = useRef(0)
  useLayoutEffect(() => {
    const row = Math.floor(anchor.current / Math.max(1, layout.columns))
    const offset = row === 0 && scroll.current.offset < layout.row_height ? scroll.current.offset : row * layout.row_height
    const most = Math.max(0, extent.height - extent.viewport)
    move_to(Math.min(offset, most))
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when the geometry changes, and only then
  }, [layout.columns, layout.row_height, layout.rows, extent.viewport])

  function move_to(offset: number) {
    scroll.current = { offset, bar: bar_for(offset, extent) }
    if (frame.current) frame.current.scrollTop = scroll.current.bar
    look()
  }

  const settle = useRef(0)
  function on_scroll() {
    const element = frame.current
    if (!element) return
    tip.hide()
    scroll.current = scrolled(scroll.current, element.scrollTop, extent)
    anchor.current = Math.round(scroll.current.offset / layout.row_height) * layout.columns
    look()
    if (extent.spacer >= extent.height) return
    window.clearTimeout(settle.current)
    settle.current = window.setTimeout(() => {
      const bar = bar_for(scroll.current.offset, extent)
      if (Math.abs(bar - scroll.current.bar) < 1) return
      scroll.current.bar = bar
      element.scrollTop = bar
      look()
    }, 150)
  }

  const first_index = sight.first * layout.columns
  const last_index = Math.min(sight.last * layout.columns, Math.max(total, 1))
  useEffect(() => on_range(first_index, last_index), [on_range, first_index, last_index])

  const safe_focus = Math.min(focus_index, Math.max(0, total - 1))

  // What the address names is where the focus begins.
  const followed = useRef<string | undefined>(undefined)
  const { at, total: known } = list
  useEffect(() => {
    if (!named || followed.current === named || known === undefined) return
    for (let index = first_index; index < last_index; index++) {
      if (at(index)?.id !== named) continue
      followed.current = named
      set_focus_index(index)
      return
    }
  }, [named, at, known, first_index, last_index])

  useLayoutEffect(() => {
    if (!wants_focus.current) return
    const cell = frame.current?.querySelector<HTMLElement>(`[data-index="${safe_focus}"]`)
    if (!cell) return
    wants_focus.current = false
    cell.focus({ preventScroll: true })
  })

  function bring(index: number) {
    set_focus_index(index)
    const row = Math.floor(index / layout.columns)
    const offset = offset_showing(row, scroll.current.offset, extent.viewport - 16, layout)
    if (offset !== scroll.current.offset) move_to(offset)
  }

  function focus_on(index: number) {
    wants_focus.current = true
    bring(index)
    const there = list.at(index)
    if (there) {
      followed.current = there.id
      on_focus(there, index)
    }
  }

  useImperativeHandle(handle, () => ({
    focus: () => {
      wants_focus.current = true
      set_focus_index((index) => index)
      frame.current?.querySelector<HTMLElement>(`[data-index="${safe_focus}"]`)?.focus({ preventScroll: true })
    },
    show: (id, index) => {
      followed.current = id
      bring(index)
    },
  }))

  function on_key_down(event: KeyboardEvent<HTMLDivElement>) {
    const target = event.target as HTMLElement
    const cell = target.closest<HTMLElement>('[role=gridcell]')
    if (!cell) return
    if (target !== cell) {
      if (event.key === 'Escape') {
        event.preventDefault()
        tip.hide()
        cell.focus()
      } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        const all = [...cell.querySelectorAll<HTMLElement>('button')]
        const forward = (event.key === 'ArrowRight') !== is_rtl()
        all[(all.indexOf(target) + (forward ? 1 : all.length - 1)) % all.length]?.focus()
        event.preventDefault()
      }
      return
    }
    const step = step_for(event, is_rtl())
    if (step) {
      event.preventDefault()
      const page = Math.max(1, Math.floor(extent.viewport / layout.row_height))
      const to = stepped(safe_focus, step, layout, total, page)
      if (event.shiftKey) on_extend(selection.anchor ?? safe_focus, to)
      focus_on(to)
      return
    }
    const row = list.at(safe_focus)
    if (event.key === ' ' && row) {
      event.preventDefault()
      if (event.shiftKey) on_extend(selection.anchor ?? safe_focus, safe_focus)
      else on_toggle(row, safe_focus)
    } else if (event.key === 'Enter' && row) {
      event.preventDefault()
      on_act('open', row, cell, safe_focus)
    } else if (event.key === 'F2') {
      event.preventDefault()
      cell.querySelector<HTMLElement>('button')?.focus()
    } else if (event.key === 'Delete' && row) {
      on_act('remove', row, cell, safe_focus)
    } else if (event.key === 'Escape') {
      if (!tip.hide() && (selection !== k_nothing || taps === 'select')) on_clear()
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      on_select_all()
    }
  }

  const is_selecting = taps === 'select' || is_begun(selection)
  const press = useRef<{ is_touch: boolean }>({ is_touch: false })
  function on_click(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as Element
    const cell = target.closest<HTMLElement>('[data-index]')
    if (!cell) return
    const index = Number(cell.dataset['index'])
    const row = list.at(index)
    if (!row) return
    const act = target.closest<HTMLElement>('[data-act]')?.dataset['act']
    if (act === 'select') on_toggle(row, index)
    else if (act) on_act(act as TileAct, row, target.closest('[data-act]') ?? cell, index)
    else if (event.shiftKey) on_extend(selection.anchor ?? safe_focus, index)
    else if (event.ctrlKey || event.metaKey) on_toggle(row, index)
    else {
      const pressed = press_of(press.current.is_touch ? 'touch' : 'mouse', taps, selection)
      if (pressed === 'toggle') on_toggle(row, index)
      else if (pressed === 'open') on_act('open', row, cell, index)
    }
    if (act && act !== 'select') set_focus_index(index)
    else focus_on(index)
  }

  function on_double_click(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as Element
    if (target.closest('[data-act]') || press_of(press.current.is_touch ? 'touch' : 'mouse', taps, selection) === 'toggle') return
    const cell = target.closest<HTMLElement>('[data-index]')
    const row = cell && list.at(Number(cell.dataset['index']))
    if (cell && row) on_act('open', row, cell, Number(cell.dataset['index']))
  }

  /** A long press on a touch screen begins a selection. */
  function on_context_menu(event: MouseEvent<HTMLDivElement>) {
    if (!press.current.is_touch) return
    const cell = (event.target as Element).closest<HTMLElement>('[data-index]')
    const row = cell && list.at(Number(cell.dataset['index']))
    if (!row) return
    event.preventDefault()
    on_toggle(row, Number(cell.dataset['index']))
  }

  const rows: number[] = []
  for (let row = sight.first; row < Math.min(sight.last, layout.rows); row++) rows.push(row)
  const focus_row = Math.floor(safe_focus / Math.max(1, layout.columns))
  const is_pinned = total > 0 && (focus_row < sight.first || focus_row >= sight.last)

  const draw = (row: number, pinned: boolean) => (
    <div key={row} role="row" aria-rowindex={row + 1} className={pinned ? styles['pinned'] : styles['row']} style={{ blockSize: layout.row_height }}>
      {Array.from({ length: layout.columns }, (_, column) => {
        const index = row * layout.columns + column
        if (index >= total) return null
        const asset = list.at(index)
        return (
          <Tile
            key={index}
            row={asset}
            index={index}
            column={column}
            layout={layout}
            fit={fit}
            is_selected={asset !== undefined && is_selected(selection, asset.id)}
            has_focus={index === safe_focus}
            is_shown={asset !== undefined && asset.id === shown}
            in_basket={asset !== undefined && basket.has(asset.id)}
          />
        )
      })}
    </div>
  )

  return (
    <div ref={frame} className={styles['frame']} onScroll={on_scroll}>
      <div
        role="grid"
        aria-label={label}
        aria-multiselectable="true"
        aria-rowcount={layout.rows}
        aria-colcount={layout.columns}
        aria-busy={list.is_old || undefined}
        data-selecting={is_selecting ? '' : undefined}
        className={styles['grid']}
        style={{ blockSize: layout.spacer }}
        onKeyDown={on_key_down}
        onClick={on_click}
        onDoubleClick={on_double_click}
        onContextMenu={on_context_menu}
        onPointerDown={(event) => (press.current.is_touch = event.pointerType === 'touch')}
        onDragStart={(event) => {
          const cell = (event.target as Element).closest<HTMLElement>('[data-index]')
          const row = cell && list.at(Number(cell.dataset['index']))
          if (row) on_drag(row, event.dataTransfer)
        }}
        {...tip.handlers}
      >
        <div role="rowgroup" className={styles['rows']} style={{ transform: `translateY(${sight.first * layout.row_height + sight.shift}px)` }}>
          {rows.map((row) => draw(row, false))}
          {is_pinned && draw(focus_row, true)}
        </div>
      </div>
      <TileTip tip={tip} />
      {list.is_old && <span className="visually-hidden">{t('ui.loading')}</span>}
    </div>
  )
}

function is_rtl(): boolean {
  return document.documentElement.dir === 'rtl'
}
