// The pass that a mail tells of, as its ticket shows it. Only for compose.cpp. Refuses to show one that does not run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "usecases/house.h"
#include "usecases/inbox/inbox.h"

namespace exeat::usecases {

/// Labels and values; none where the notice gives no pass, or what it gave has ended meanwhile. Not inside a
/// transaction.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> pass_lines(House& house,
                                                                                  const NoticeShown& shown);

}  // namespace exeat::usecases
