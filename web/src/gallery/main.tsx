// The entry of the gallery: takes the place of the pages in builds for tests.
import '../ui/tokens.css'
import '../ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { LiveRegions } from '@/app/live'
import { Kit } from '@/ui'
import { Gallery } from './gallery'

const place = document.getElementById('app')
if (place) {
  document.title = 'Gallery - Exeat'
  createRoot(place).render(
    <StrictMode>
      <Kit direction="ltr">
        <LiveRegions />
        <Gallery />
      </Kit>
    </StrictMode>,
  )
}
