import { CSPProvider } from '@base-ui/react/csp-provider'
import { DirectionProvider } from '@base-ui/react/direction-provider'
import type { ReactNode } from 'react'
import { Sprite } from './icon'
import { Toaster } from './toast'
import { TooltipProvider } from './tooltip'

/** What every page needs around it: the kit writes no style elements (the policy of our pages forbids them). */
export function Kit({ direction, children }: { direction: 'ltr' | 'rtl'; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={direction}>
        <TooltipProvider>
          <Toaster>
            <Sprite />
            {children}
          </Toaster>
        </TooltipProvider>
      </DirectionProvider>
    </CSPProvider>
  )
}
