// What pictures need besides the house: where those lie that were made, and the desk for those that somebody waits for.
// Made once by `exeat serve`; commands on a folder have none, and only queue.
#pragma once

#include "state/renditions/renditions.h"
#include "usecases/house.h"
#include "usecases/pictures/desk.h"

namespace exeat::usecases {

struct Gallery {
    House& house;
    renditions::Renditions& renditions;
    PictureDesk& desk;
};

}  // namespace exeat::usecases
