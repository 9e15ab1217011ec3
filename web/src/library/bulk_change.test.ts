import { expect, test } from 'vitest'
import { meant } from './bulk_change'
import { all, only, toggled } from './selection'

const k_scope = { library: 'l', folder: 'f', q: 'quarry', sort: 'name' as const }

test('chosen assets are named, whatever the search', () => {
  expect(meant(k_scope, toggled(only('a', 0), 'b', 1))).toEqual({ library: 'l', ids: ['a', 'b'] })
})

test('all of a search is the search, less what was taken out', () => {
  expect(meant(k_scope, toggled(all(), 'c', 2))).toEqual({ library: 'l', folder: 'f', q: 'quarry', except: ['c'] })
  expect(meant({ ...k_scope, folder: undefined, q: '' }, all())).toEqual({ library: 'l', except: [] })
})
