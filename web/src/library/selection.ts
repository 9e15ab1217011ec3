// What is selected in a grid: some, by id, or all that the question finds but some. "All" never holds a list of ids.

export interface Selection {
  mode: 'some' | 'all_but'
  ids: ReadonlySet<string>
  /** From where Shift extends. */
  anchor: number | null
}

export const k_nothing: Selection = { mode: 'some', ids: new Set(), anchor: null }

export function is_selected(selection: Selection, id: string): boolean {
  return (selection.mode === 'some') === selection.ids.has(id)
}

export function count_of(selection: Selection, total: number): number {
  return selection.mode === 'some' ? selection.ids.size : Math.max(0, total - selection.ids.size)
}

export function toggled(selection: Selection, id: string, index: number): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ...selection, ids, anchor: index }
}

export function only(id: string, index: number): Selection {
  return { mode: 'some', ids: new Set([id]), anchor: index }
}

/** With these selected as well; the anchor stays. */
export function extended(selection: Selection, more: readonly string[]): Selection {
  const ids = new Set(selection.ids)
  for (const id of more) {
    if (selection.mode === 'some') ids.add(id)
    else ids.delete(id)
  }
  return { ...selection, ids }
}

export function all(): Selection {
  return { mode: 'all_but', ids: new Set(), anchor: null }
}

/** The first and one past the last index between two. */
export function between(a: number, b: number): [number, number] {
  return a < b ? [a, b + 1] : [b, a + 1]
}

/** Something is selected, as far as can be said without the list. */
export function is_begun(selection: Selection): boolean {
  return selection.mode === 'all_but' || selection.ids.size > 0
}

/** What a plain press of a tile does beside giving it the focus. Once it was said that taps select they all do; a touch goes on
 *  with a selection that a long press began. */
export function press_of(by: 'touch' | 'mouse', taps: 'open' | 'select', selection: Selection): 'toggle' | 'open' | null {
  if (taps === 'select') return 'toggle'
  if (by === 'mouse') return null
  return is_begun(selection) ? 'toggle' : 'open'
}
