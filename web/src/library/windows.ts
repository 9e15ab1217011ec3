// The assets of a scope as a list that is only fetched where somebody looks: windows by position.
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AssetRow } from '@/api/client'
import { windows_of } from './grid_math'
import { k_window, window_query, type Scope } from './queries'

export interface AssetList {
  /** undefined until the first answer. */
  total: number | undefined
  at: (index: number) => AssetRow | undefined
  error: unknown
  retry: () => void
  /** What is shown answers the question before: the new answer is on its way. */
  is_old: boolean
  /** Ids from first to one past last, fetched where they are not here yet. */
  ids_between: (first: number, last: number) => Promise<string[]>
  rows_between: (first: number, last: number) => Promise<AssetRow[]>
}

interface Shown {
  total: number
  rows: Map<number, AssetRow[]>
}

/** Answers the rows from first to last; while somebody flies past, nothing is asked for. */
export function useAssetList(scope: Scope, first: number, last: number): AssetList {
  const queries = useQueryClient()
  const wanted = useMemo(() => windows_of(first, Math.max(last, first + 1), k_window), [first, last])
  const is_settled = useSettled(`${first}/${last}`)
  const answers = useQueries({
    queries: wanted.map((window) => ({ ...window_query(scope, window), enabled: is_settled || window === 0 })),
  })

  const before = useRef<Shown | null>(null)
  const known = answers.find((answer) => answer.data)?.data
  const rows = new Map<number, AssetRow[]>()
  wanted.forEach((window, position) => {
    const data = answers[position]?.data
    if (data) rows.set(window, data.items)
  })
  const now: Shown | null = known ? { total: known.count, rows } : null
  useEffect(() => {
    if (now) before.current = now
  })
  const shown = now ?? before.current

  const rows_between = useCallback(
    async (from: number, to: number) => {
      const found: AssetRow[] = []
      for (const window of windows_of(from, to, k_window)) {
        const data = await queries.fetchQuery(window_query(scope, window))
        data.items.forEach((row, position) => {
          const index = window * k_window + position
          if (index >= from && index < to) found.push(row)
        })
      }
      return found
    },
    [queries, scope],
  )
  const ids_between = useCallback(async (from: number, to: number) => (await rows_between(from, to)).map((row) => row.id), [rows_between])

  return {
    total: shown?.total,
    at: (index) => shown?.rows.get(Math.floor(index / k_window))?.[index % k_window],
    error: now ? null : (answers.find((answer) => answer.error)?.error ?? null),
    retry: () => answers.forEach((answer) => void answer.refetch()),
    is_old: now === null && shown !== null,
    ids_between,
    rows_between,
  }
}

function useSettled(what: string): boolean {
  const [settled, set_settled] = useState(what)
  useEffect(() => {
    const timer = setTimeout(() => set_settled(what), 60)
    return () => clearTimeout(timer)
  }, [what])
  return settled === what
}
