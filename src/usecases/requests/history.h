// What became of what a requester asked for before, for whoever decides on the next. Only for the use cases of this
// folder. Refuses to tell anything that the same reader would not find in their dashboard.
#pragma once

#include <optional>

#include "usecases/requests/requests.h"

namespace exeat::usecases {

/// Of the person whose that request is, in the libraries where the reader decides, without the request itself; none
/// where it is a group's, or the reader's own. `row` as rows_of() gives it. Not inside a transaction.
[[nodiscard]] Result<std::optional<RequestHistory>> history_for(House& house, const domain::Standing& reader,
                                                                const RequestRow& row);

}  // namespace exeat::usecases
