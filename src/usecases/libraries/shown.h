// A library as answers show it. Only for the use cases of this folder.
#pragma once

#include "usecases/libraries/libraries.h"

namespace exeat::usecases {

[[nodiscard]] LibraryShown shown(const Permit& place);

}  // namespace exeat::usecases
