import { expect, test } from 'vitest'
import { can_zoom, is_played } from './looking'
import { can_play_again, play_problem } from './play_problem'

test('why a player stopped is read from what its address answers', () => {
  expect([200, 206, 410, 404, 403, 401, 503, 0].map(play_problem)).toEqual(['unsupported', 'unsupported', 'ended', 'ended', 'taken_away', 'taken_away', 'unreachable', 'unreachable'])
})

test('only what may go better another time is offered again', () => {
  expect(can_play_again('ended')).toBe(true)
  expect(can_play_again('unsupported')).toBe(false)
  expect(can_play_again('taken_away')).toBe(false)
})

test('sound and video are played, pictures and first pages are looked at closely', () => {
  const ready = { state: 'ready' } as const
  expect(['audio/ogg', 'video/mp4', 'image/png', 'application/pdf'].map(is_played)).toEqual([true, true, false, false])
  expect(can_zoom({ media_type: 'application/pdf', picture: { ...ready, width: 1, height: 1, colour: null } })).toBe(true)
  expect(can_zoom({ media_type: 'video/mp4', picture: { ...ready, width: 1, height: 1, colour: null } })).toBe(false)
  expect(can_zoom({ media_type: 'image/png', picture: null })).toBe(false)
})
