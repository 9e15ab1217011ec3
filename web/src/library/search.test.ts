import { expect, test } from 'vitest'
import { safe_path } from '@/session/safe_path'
import { read_library_search } from './search'

test('an address is read, and what it does not know left out', () => {
  expect(read_library_search({ q: 'harbour', sort: '-created', size: 's', fit: 'contain', asset: 'x', tab: 'files', panel: 'off' })).toEqual({ q: 'harbour', sort: '-created', size: 's', fit: 'contain', asset: 'x', tab: 'files', panel: 'off' })
  expect(read_library_search({ q: '', sort: 'colour', size: 'huge', fit: 'x', tab: 'nothing', panel: 'on', other: 1 })).toEqual({})
  expect({ sort: 'colour', size: 'huge', ...read_library_search({ sort: 'colour', size: 'huge' }) }, 'it takes the place of what the router kept').toEqual({})
  expect(read_library_search({ q: 2024 }), 'a router reads 2024 as a number').toEqual({ q: '2024' })
  expect(read_library_search({ sort: 'name', size: 'm', tab: 'details' }), 'what holds anyway is not written').toEqual({})
})

test('after the sign-in one comes back to a page of ours only', () => {
  expect(safe_path('/l/abc?q=x')).toBe('/l/abc?q=x')
  for (const foreign of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)', undefined]) expect(safe_path(foreign)).toBe('/')
})
