// Where tiles stand. Pure arithmetic: row height is fixed, so that a position is a multiplication, also among a million.
// A browser clamps the height of an element; above a limit the scrolled length is shorter than the wall of tiles, and the two
// are brought together here.

export type TileSize = 's' | 'm' | 'l'

export const k_gap = 16
export const k_caption_height = 50
/** Far below what any browser clamps. */
export const k_longest_spacer = 6_000_000

const k_least_width: Record<TileSize, number> = { s: 148, m: 196, l: 292 }
const k_least_width_narrow: Record<TileSize, number> = { s: 100, m: 148, l: 240 }

export interface Layout {
  columns: number
  rows: number
  tile_width: number
  picture_height: number
  row_height: number
  /** Of all rows. */
  height: number
  /** Of the element that is scrolled. */
  spacer: number
}

export function layout_of(total: number, width: number, size: TileSize): Layout {
  const least = width < 640 ? k_least_width_narrow[size] : k_least_width[size]
  const columns = Math.max(1, Math.floor((width + k_gap) / (least + k_gap)))
  const tile_width = Math.max(1, Math.floor((width - k_gap * (columns - 1)) / columns))
  const picture_height = Math.round((tile_width * 3) / 4)
  const row_height = picture_height + k_caption_height + k_gap
  const rows = Math.ceil(total / columns)
  const height = rows * row_height
  return { columns, rows, tile_width, picture_height, row_height, height, spacer: Math.min(height, k_longest_spacer) }
}

/** How far the wall is scrolled (`offset`), and where the browser's bar stands (`bar`). */
export interface Scroll {
  offset: number
  bar: number
}

export interface Extent {
  height: number
  spacer: number
  viewport: number
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

/** Where the bar belongs for an offset. */
export function bar_for(offset: number, extent: Extent): number {
  const most = Math.max(0, extent.height - extent.viewport)
  const bar_most = Math.max(0, extent.spacer - extent.viewport)
  if (extent.spacer >= extent.height) return clamp(offset, 0, bar_most)
  return most === 0 ? 0 : clamp((offset / most) * bar_most, 0, bar_most)
}

/** The bar was moved: by a wheel the wall follows pixel by pixel, by a jump in proportion; both ends are reached. */
export function scrolled(before: Scroll, bar: number, extent: Extent): Scroll {
  const most = Math.max(0, extent.height - extent.viewport)
  const bar_most = Math.max(0, extent.spacer - extent.viewport)
  if (extent.spacer >= extent.height) return { offset: clamp(bar, 0, most), bar }
  if (bar <= 0) return { offset: 0, bar }
  if (bar >= bar_most) return { offset: most, bar }
  const moved = bar - before.bar
  if (Math.abs(moved) <= 2 * extent.viewport) return { offset: clamp(before.offset + moved, 0, most), bar }
  return { offset: clamp((bar / bar_most) * most, 0, most), bar }
}

export interface Range {
  first: number
  last: number
}

/** Rows to draw, with some before and after. `last` is one past the end. */
export function rows_in_sight(offset: number, viewport: number, layout: Layout, spare = 2): Range {
  const first = clamp(Math.floor(offset / layout.row_height) - spare, 0, Math.max(0, layout.rows - 1))
  const last = clamp(Math.ceil((offset + viewport) / layout.row_height) + spare, 0, layout.rows)
  return { first, last }
}

/** The offset at which a row is in sight, changed as little as possible. */
export function offset_showing(row: number, offset: number, viewport: number, layout: Layout): number {
  const top = row * layout.row_height
  const bottom = top + layout.row_height
  if (top < offset) return top
  if (bottom > offset + viewport) return Math.max(0, Math.min(top, bottom - viewport))
  return offset
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'home' | 'end' | 'page_up' | 'page_down' | 'first' | 'last'

/** Where the focus goes from a tile. `page` is how many rows a page has. */
export function stepped(index: number, step: Step, layout: Layout, total: number, page: number): number {
  const { columns } = layout
  const row_start = index - (index % columns)
  const to = {
    left: index - 1,
    right: index + 1,
    up: index - columns >= 0 ? index - columns : index,
    down: index + columns < total ? index + columns : row_start + columns < total ? total - 1 : index,
    home: row_start,
    end: row_start + columns - 1,
    page_up: index - columns * page >= 0 ? index - columns * page : index % columns,
    page_down: Math.min(index + columns * page, total - 1),
    first: 0,
    last: total - 1,
  }[step]
  return clamp(to, 0, Math.max(0, total - 1))
}

/** The windows of `size` that hold the indices from first to last (one past the end). */
export function windows_of(first: number, last: number, size: number): number[] {
  const windows: number[] = []
  for (let window = Math.floor(first / size); window * size < last; window++) windows.push(window)
  return windows
}
