// The mark of POLICY.md "Watermark": a padlock over the middle of a picture, light with a dark edge, so that it is seen
// on any ground.
#pragma once

#include "image.h"

namespace exeat::worker {

void draw_padlock(Pixels& pixels);

}  // namespace exeat::worker
