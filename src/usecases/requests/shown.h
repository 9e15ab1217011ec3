// Requests as answers show them. Only for the use cases of this folder.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "state/store/request_pages.h"
#include "usecases/requests/requests.h"

namespace exeat::usecases {

/// The rows of those ids, in their order, as that person may see them; ids that they may not see are left out. Not
/// inside a transaction.
[[nodiscard]] Result<std::vector<RequestRow>> rows_of(House& house, const domain::Standing& person,
                                                      std::span<const RequestId> ids);
[[nodiscard]] Result<std::vector<RequestRow>> rows_of(House& house, const domain::Standing& person,
                                                      std::vector<store::RequestListed> listed);

/// A library's form, with the newest text of its terms.
[[nodiscard]] Result<RequestForm> form_of(sql::Session& session, const domain::Library& library);

}  // namespace exeat::usecases
