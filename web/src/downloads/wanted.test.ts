import { expect, test } from 'vitest'
import type { AssetRow } from '@/api/client'
import { sort_shut, sort_wanted, type Wanted } from './wanted'

type Download = AssetRow['download']
const one = (name: string, is_free: boolean, download: Partial<Download>): Wanted => ({ asset: name, file: 'original', name, size: 1, why: [], is_free, download: { outcome: 'allow', needs: [], denied_by: null, request_state: 'none', can_request: false, good_until: null, ...download } })

test('what is free comes, what asks for a form is told apart from what is shut', () => {
  const sorted = sort_wanted([
    one('free', true, {}),
    one('form', false, { outcome: 'need', needs: ['justification'] }),
    one('terms', false, { outcome: 'need', needs: ['terms'] }),
    one('protected', false, { outcome: 'need', needs: ['download_grant', 'justification'] }),
    one('denied', false, { outcome: 'deny', denied_by: 'capability' }),
  ])
  expect(sorted.free.map((wanted) => wanted.name)).toEqual(['free'])
  expect(sorted.asking.map((wanted) => wanted.name)).toEqual(['form', 'terms'])
  expect(sorted.shut.map((wanted) => wanted.name)).toEqual(['protected', 'denied'])
  expect(sorted).toMatchObject({ needs_use: true, needs_terms: true })
})

test('a form that only what is shut would ask for is not asked', () => {
  expect(sort_wanted([one('protected', false, { outcome: 'need', needs: ['download_grant', 'justification'] })])).toMatchObject({ needs_use: false, needs_terms: false })
})

test('what is shut is told apart by what can be done about it', () => {
  const sorted = sort_shut([
    one('locked', false, { outcome: 'need', needs: ['access_grant'], can_request: true }),
    one('expired', false, { outcome: 'need', needs: ['download_grant'], request_state: 'expired', can_request: true }),
    one('asked', false, { outcome: 'need', needs: ['download_grant'], request_state: 'pending' }),
    one('asked-again', false, { outcome: 'need', needs: ['download_grant'], request_state: 'pending', can_request: true }),
    one('rejected', false, { outcome: 'need', needs: ['access_grant'], request_state: 'rejected' }),
    one('rejected-once', false, { outcome: 'need', needs: ['download_grant'], request_state: 'rejected', can_request: true }),
    one('revoked', false, { outcome: 'need', needs: ['access_grant'], request_state: 'revoked' }),
    one('no-level', false, { outcome: 'deny', denied_by: 'capability' }),
  ])
  const names = (list: Wanted[]) => list.map((wanted) => wanted.name)
  expect(names(sorted.not_asked)).toEqual(['locked', 'expired', 'rejected-once'])
  expect(names(sorted.waiting)).toEqual(['asked', 'asked-again'])
  expect(names(sorted.rejected)).toEqual(['rejected', 'revoked'])
  expect(names(sorted.refused)).toEqual(['no-level'])
})
