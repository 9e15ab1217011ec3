// Where a picture lies on the stage that it is looked at on: pixels of the stage for each of the picture, and where its
// corner is. Pure.
export interface Size {
  width: number
  height: number
}
export interface Point {
  x: number
  y: number
}
export interface View extends Point {
  scale: number
}

/** No closer than this: beyond it there is nothing more to see. */
export const k_closest = 8
/** What a button or a key makes of the scale. */
export const k_step = 1.5

/** The whole picture is in sight, and never larger than it is. */
export function fit_scale(picture: Size, stage: Size): number {
  return Math.min(1, stage.width / picture.width, stage.height / picture.height)
}

/** One direction: what has room is in the middle, what has not leaves no gap at either edge. */
function held_along(at: number, length: number, room: number): number {
  return length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at))
}

/** The same view, no farther away than the whole picture and no part of the stage left empty without need. */
export function held(view: View, picture: Size, stage: Size): View {
  const scale = Math.min(k_closest, Math.max(fit_scale(picture, stage), view.scale))
  return { scale, x: held_along(view.x, picture.width * scale, stage.width), y: held_along(view.y, picture.height * scale, stage.height) }
}

export function fitted(picture: Size, stage: Size): View {
  return held({ scale: 0, x: 0, y: 0 }, picture, stage)
}

/** To that scale; what lies under the point stays there. */
export function scaled(view: View, scale: number, at: Point, picture: Size, stage: Size): View {
  const now = Math.min(k_closest, Math.max(fit_scale(picture, stage), scale))
  const by = now / view.scale
  return held({ scale: now, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }, picture, stage)
}

export function moved(view: View, by: Point, picture: Size, stage: Size): View {
  return held({ scale: view.scale, x: view.x + by.x, y: view.y + by.y }, picture, stage)
}

/** Two fingers went from here to there: closer as they part, and along with them. */
export function pinched(view: View, before: readonly [Point, Point], now: readonly [Point, Point], picture: Size, stage: Size): View {
  const [from, to] = [middle(before), middle(now)]
  const by = distance(now) / Math.max(1, distance(before))
  const along = moved(view, { x: to.x - from.x, y: to.y - from.y }, picture, stage)
  return scaled(along, view.scale * by, to, picture, stage)
}

/** Whether there is more of the picture than the stage shows. */
export function is_beyond(view: View, picture: Size, stage: Size): boolean {
  return picture.width * view.scale > stage.width + 0.5 || picture.height * view.scale > stage.height + 0.5
}

/** How far a turn of the wheel goes; pinching on a touch pad comes as a wheel with Control. */
export function wheel_factor(event: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 20
  return Math.exp(-Math.max(-200, Math.min(200, pixels)) * (event.ctrlKey ? 0.01 : 0.002))
}

const middle = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
const distance = ([a, b]: readonly [Point, Point]): number => Math.hypot(a.x - b.x, a.y - b.y)

export type ZoomAct = 'in' | 'out' | 'fit' | 'full' | 'left' | 'right' | 'up' | 'down' | 'next' | 'previous'

const k_keys: Record<string, ZoomAct> = { '+': 'in', '=': 'in', '-': 'out', _: 'out', '0': 'fit', '1': 'full', ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', j: 'next', k: 'previous' }

/** What a key does. The arrows go through a picture that is larger than the stage, else on to the next one. */
export function act_of(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, beyond: boolean, is_rtl: boolean): ZoomAct | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const act = k_keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null
  if (beyond || (act !== 'left' && act !== 'right')) return act
  return (act === 'right') !== is_rtl ? 'next' : 'previous'
}

/** A press of an arrow shows so much more. */
const k_walk = 80
const k_ways: Partial<Record<ZoomAct, Point>> = { left: { x: k_walk, y: 0 }, right: { x: -k_walk, y: 0 }, up: { x: 0, y: k_walk }, down: { x: 0, y: -k_walk } }

/** What of that changes the view does so about the middle of the stage. */
export function acted(act: ZoomAct, view: View, picture: Size, stage: Size): View {
  const at = { x: stage.width / 2, y: stage.height / 2 }
  const way = k_ways[act]
  if (way) return moved(view, way, picture, stage)
  if (act === 'in') return scaled(view, view.scale * k_step, at, picture, stage)
  if (act === 'out') return scaled(view, view.scale / k_step, at, picture, stage)
  if (act === 'full') return scaled(view, 1, at, picture, stage)
  return act === 'fit' ? fitted(picture, stage) : view
}

/** A double click: the whole comes close where it was pressed, anything else becomes whole again. */
export function struck(view: View, at: Point, picture: Size, stage: Size): View {
  const whole = fitted(picture, stage)
  return view.scale > whole.scale * 1.01 ? whole : scaled(view, Math.max(1, whole.scale * 2), at, picture, stage)
}
