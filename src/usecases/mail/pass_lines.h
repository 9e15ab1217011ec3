// The pass that a mail tells of, as its ticket shows it. Only for compose.cpp. Refuses to show one that does not run.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "usecases/house.h"
#include "usecases/inbox/inbox.h"

namespace exeat::usecases {

/// Whether what a request gives is in force.
[[nodiscard]] bool is_running(const domain::Request& request, Instant now);
/// Whether a notice of that kind tells of a pass that its reader has.
[[nodiscard]] bool gives_a_pass(std::string_view kind);

/// Labels and values; none where the notice gives no pass, or what it gave has ended meanwhile. Not inside a
/// transaction.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> pass_lines(House& house,
                                                                                  const NoticeShown& shown);

}  // namespace exeat::usecases
