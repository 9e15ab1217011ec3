import { expect, test } from 'vitest'
import { act_of, acted, fit_scale, fitted, is_beyond, k_closest, moved, pinched, scaled, struck, wheel_factor } from './zoom_view'

const k_stage = { width: 800, height: 600 }
const k_large = { width: 2000, height: 1000 }
const k_small = { width: 96, height: 72 }

test('a whole picture is in sight at first, in the middle, and never blown up', () => {
  expect(fitted(k_large, k_stage)).toEqual({ scale: 0.4, x: 0, y: 100 })
  expect(fitted(k_small, k_stage)).toEqual({ scale: 1, x: 352, y: 264 })
  expect(is_beyond(fitted(k_large, k_stage), k_large, k_stage)).toBe(false)
})

test('what lies under the pointer stays there while it comes closer', () => {
  const at = { x: 300, y: 320 }
  const before = fitted(k_large, k_stage)
  const now = scaled(before, 1, at, k_large, k_stage)
  const under = (view: typeof now) => ({ x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale })
  expect(under(now).x).toBeCloseTo(under(before).x)
  expect(under(now).y).toBeCloseTo(under(before).y)
  expect(is_beyond(now, k_large, k_stage)).toBe(true)
})

test('it comes no closer than eight times, and goes no farther than the whole', () => {
  const whole = fitted(k_large, k_stage)
  expect(scaled(whole, 100, { x: 0, y: 0 }, k_large, k_stage).scale).toBe(k_closest)
  expect(scaled(whole, 0.001, { x: 0, y: 0 }, k_large, k_stage)).toEqual(whole)
  expect(fit_scale(k_small, k_stage)).toBe(1)
})

test('it cannot be pushed off the stage', () => {
  const close = scaled(fitted(k_large, k_stage), 1, { x: 400, y: 300 }, k_large, k_stage)
  expect(moved(close, { x: 9999, y: 9999 }, k_large, k_stage)).toEqual({ scale: 1, x: 0, y: 0 })
  expect(moved(close, { x: -9999, y: -9999 }, k_large, k_stage)).toEqual({ scale: 1, x: -1200, y: -400 })
})

test('two fingers that part bring it closer, two that go together take it along', () => {
  const close = scaled(fitted(k_large, k_stage), 1, { x: 400, y: 300 }, k_large, k_stage)
  const parted = pinched(close, [{ x: 350, y: 300 }, { x: 450, y: 300 }], [{ x: 300, y: 300 }, { x: 500, y: 300 }], k_large, k_stage)
  expect(parted.scale).toBe(2)
  const along = pinched(close, [{ x: 350, y: 300 }, { x: 450, y: 300 }], [{ x: 360, y: 310 }, { x: 460, y: 310 }], k_large, k_stage)
  expect(along).toEqual({ scale: 1, x: close.x + 10, y: close.y + 10 })
})

test('a wheel turned towards oneself goes away, by lines as by pixels', () => {
  expect(wheel_factor({ deltaY: -100, deltaMode: 0, ctrlKey: false })).toBeGreaterThan(1)
  expect(wheel_factor({ deltaY: 3, deltaMode: 1, ctrlKey: false })).toBeCloseTo(Math.exp(-0.12))
  expect(wheel_factor({ deltaY: 100_000, deltaMode: 0, ctrlKey: false }), 'one turn is no leap').toBeGreaterThan(0.6)
})

const k_bare = { ctrlKey: false, metaKey: false, altKey: false }

test('keys act as the sheet says; the browser keeps its own', () => {
  expect(['+', '=', '-', '0', '1', 'J', 'k'].map((key) => act_of({ ...k_bare, key }, false, false))).toEqual(['in', 'in', 'out', 'fit', 'full', 'next', 'previous'])
  expect(act_of({ ...k_bare, key: '+', ctrlKey: true }, true, false)).toBeNull()
  expect(act_of({ ...k_bare, key: 'Enter' }, true, false)).toBeNull()
})

test('arrows go through what is larger than the stage, else on to the next one', () => {
  expect(act_of({ ...k_bare, key: 'ArrowRight' }, true, false)).toBe('right')
  expect(act_of({ ...k_bare, key: 'ArrowRight' }, false, false)).toBe('next')
  expect(act_of({ ...k_bare, key: 'ArrowRight' }, false, true), 'from right to left the next one is on the left').toBe('previous')
  expect(act_of({ ...k_bare, key: 'ArrowDown' }, false, false)).toBe('down')
})

test('a step in and a step out end where they began, and the way back is one key', () => {
  const whole = fitted(k_large, k_stage)
  const closer = acted('in', whole, k_large, k_stage)
  expect(closer.scale).toBeCloseTo(0.6)
  expect(acted('out', closer, k_large, k_stage).scale).toBeCloseTo(whole.scale)
  expect(acted('fit', acted('full', whole, k_large, k_stage), k_large, k_stage)).toEqual(whole)
  expect(acted('right', acted('full', whole, k_large, k_stage), k_large, k_stage).x).toBe(-680)
})

test('a double click brings the whole close, and back', () => {
  const whole = fitted(k_large, k_stage)
  const close = struck(whole, { x: 0, y: 100 }, k_large, k_stage)
  expect(close).toEqual({ scale: 1, x: 0, y: 0 })
  expect(struck(close, { x: 0, y: 0 }, k_large, k_stage)).toEqual(whole)
  expect(struck(fitted(k_small, k_stage), { x: 400, y: 300 }, k_small, k_stage).scale, 'a small one is blown up').toBe(2)
})
