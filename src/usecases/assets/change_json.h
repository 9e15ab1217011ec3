// An AssetChange as JSON: the body of a request, and what a bulk change keeps. Include it where one is read or written.
#pragma once

#include "platform/json/read.h"
#include "platform/json/write.h"
#include "state/store/described.h"
#include "usecases/assets/assets.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(AssetChange, (),
                      (name, library, folder, status, available_from, available_until, access, protection, not_offered,
                       terms, attributes))
}  // namespace exeat::usecases
