// Parts of the page that most people never open: they come when they are first wanted, and stay from then on.
import { lazy, Suspense, useState, type ComponentType, type LazyExoticComponent, type ReactNode } from 'react'
import { Region } from './region'

type PropsOf<Component> = Component extends ComponentType<infer Props> ? Props : never

/** A component of a module that is not loaded yet. */
export function piece<Module, Name extends keyof Module>(load: () => Promise<Module>, name: Name): LazyExoticComponent<ComponentType<PropsOf<Module[Name]>>> {
  return lazy(() => load().then((module) => ({ default: module[name] as ComponentType<PropsOf<Module[Name]>> })))
}

/** Draws nothing until it is wanted for the first time; then always, so that what closes can do so calmly. */
export function OnceWanted({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [was_wanted, set_was_wanted] = useState(wanted)
  if (wanted && !was_wanted) set_was_wanted(true)
  if (!was_wanted && !wanted) return null
  return (
    <Region>
      <Suspense>{children}</Suspense>
    </Region>
  )
}
