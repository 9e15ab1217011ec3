// Sending what a ticket stands for: the last door. Checks the ticket, decides again, and opens the bytes; for an
// archive each entry is decided when its turn comes. Called by GET and HEAD of /d/{ticket}. Refuses to know HTTP.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "state/blobs/blobs.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// A delivery that may be sent now.
struct Attended {
    std::shared_ptr<ReadyDelivery> delivery;
    Instant now;
    std::int64_t authority_number = 0;  // of what was decided on
    std::string etag;                   // with quotes: names the bytes
    std::string file_name;              // what it is called when it is saved
    std::string media_type;
    std::int64_t length = 0;
    bool is_archive = false;
};

/// Checks the ticket and decides again about its file (of an archive: that anything at all may still leave). Errors:
/// not_found for what was never a ticket; gone ("ticket-ended") after its time or after twice its length; forbidden
/// with the refusal; unavailable.
[[nodiscard]] Result<Attended> attend(House& house, std::string_view ticket);

/// Whether attend() and sending would need nothing but memory and the file: one file, facts and delivery kept, and no
/// quota to count. Only a forecast.
[[nodiscard]] bool is_at_hand(House& house, std::string_view ticket);

/// To be asked once the transfer has begun: whoever took a right away between attend() and begin() saw nothing to cut.
/// Decides again only if anything changed since, of an archive only about its sign-in: each entry is decided at its
/// turn. Whatever changes later rings the bell.
[[nodiscard]] Done still_attended(House& house, const Attended& attended);

/// Whether one file of a delivery may leave at `at`, leaving out its own reservation. Done, or the refusal.
[[nodiscard]] Done may_still_leave(House& house, const ReadyDelivery& delivery, std::size_t file, Instant at);

}  // namespace exeat::usecases
