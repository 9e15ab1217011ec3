import { describe, expect, test } from 'vitest'
import type { AssetRow } from '@/api/client'
import { badge_of, is_dimmed, state_of } from './tile_state'

type Download = AssetRow['download']
const free: Download = { outcome: 'allow', needs: [], denied_by: null, request_state: 'none', can_request: false, good_until: null }
const row = (download: Partial<Download> = {}, more: Partial<AssetRow> = {}) => ({ download: { ...free, ...download }, status: 'published' as const, available_from: null, available_until: null, ...more })
const now = Date.parse('2026-11-22T12:00:00Z')

describe('the state of a tile', () => {
  test('is open where nothing stands against it', () => {
    expect(state_of(row(), now)).toBe('open')
    expect(badge_of('open', row())).toBeNull()
  })
  test('is locked while a grant is needed, and where the lock denies', () => {
    for (const need of ['access_grant', 'download_grant', 'site_approval'] as const) expect(state_of(row({ outcome: 'need', needs: [need] }), now)).toBe('locked')
    expect(state_of(row({ outcome: 'deny', denied_by: 'lock' }), now)).toBe('locked')
  })
  test('a form or terms that are still to come are no lock', () => {
    expect(state_of(row({ outcome: 'need', needs: ['justification', 'terms'] }), now)).toBe('open')
  })
  test('what became of a request comes before the lock', () => {
    for (const state of ['pending', 'rejected', 'expired', 'revoked'] as const) expect(state_of(row({ outcome: 'need', needs: ['download_grant'], request_state: state }), now)).toBe(state)
  })
  test('a grant that runs is a pass, also while a form is asked', () => {
    expect(state_of(row({ request_state: 'granted' }), now)).toBe('pass')
    expect(state_of(row({ outcome: 'need', needs: ['justification'], request_state: 'granted' }), now)).toBe('pass')
  })
  test('a pass says until when, in as few letters as the day needs', () => {
    const text = (good_until: string | null) => badge_of('pass', row({ request_state: 'granted', good_until }), now)?.text
    expect(text(null)).toBe('Pass')
    expect(text('2026-11-30T12:00:00Z')).toBe('Pass until Nov 30')
    expect(text('2027-02-01T12:00:00Z')).toBe('Pass until Feb 1, 2027')
    expect(text('2026-11-22T12:30:00Z')).toMatch(/^Pass until \d+:30/)
  })
  test('tells editors what outsiders do not see', () => {
    expect(state_of(row({}, { status: 'draft' }), now)).toBe('draft')
    expect(state_of(row({}, { status: 'archived' }), now)).toBe('archived')
    expect(state_of(row({}, { available_from: '2026-12-01T00:00:00Z' }), now)).toBe('not_yet')
    expect(state_of(row({}, { available_until: '2026-11-22T12:00:00Z' }), now)).toBe('ended')
    expect(state_of(row({}, { available_from: '2026-11-22T12:00:00Z' }), now)).toBe('open')
  })
  test('has a word and a pictogram, and only what cannot be taken is pale', () => {
    expect(badge_of('locked', row())).toEqual({ tone: 'slate', icon: 'lock', text: 'Locked' })
    expect(is_dimmed('locked')).toBe(true)
    expect(is_dimmed('pass')).toBe(false)
    expect(is_dimmed('draft')).toBe(false)
  })
})
