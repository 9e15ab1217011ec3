// What happens to requests by itself, because of something else: an asset is deleted, moved, replaced or freed, and a
// pass runs out. Called by the use cases of assets, folders, libraries and uploads inside their transaction, and by
// app's jobs. Refuses to end what a person was granted, but by its time and by replacement.
#pragma once

#include "core/domain/records.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Pending requests for it close as withdrawn, with the reason.
Done close_requests_of_deleted(sql::Transaction& transaction, const Caller& caller, AssetId asset, Instant now);

/// They go to the reviewers of the library it lies in now; running grants stay.
Done move_requests_of(sql::Transaction& transaction, const Caller& caller, const domain::Asset& asset, Instant now);

/// Where the library says so, grants for it end with its old file; the policy sees that by itself.
Done end_requests_of_replaced(sql::Transaction& transaction, const Caller& caller, const domain::Asset& asset,
                              Instant now);

/// Pending requests of that asset for what needs no grant any more close, and their requesters are told. `asset` as it
/// is written.
Done close_free_requests_of(sql::Transaction& transaction, const Caller& caller, AssetId asset, Instant now);

/// The same for all of a library, some at a time: after its settings or a folder have changed. Not inside a
/// transaction.
Done close_free_requests(House& house, const Caller& caller, LibraryId library);

/// Passes that ended because a library says from now on that a new file ends them; their holders are told. Not inside a
/// transaction.
Done end_replaced_requests(House& house, const Caller& caller, LibraryId library);

/// Passes whose time is over: they go to their place in lists, and their holders are told. By itself, every second.
Done end_lapsed_requests(House& house);

}  // namespace exeat::usecases
