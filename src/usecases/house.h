// What use cases work with, made once by src/app and passed to each. Refuses to hold anything of one request.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "core/vocabulary/bytes.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"
#include "state/authority/authority.h"

namespace exeat::blobs {
class Blobs;
}
namespace exeat::media {
class TypeFinder;
}
namespace exeat::telemetry {
class Log;
}

namespace exeat::usecases {

class Keys;           // keys.h: tickets, secrets at rest
class Passwords;      // people/passwords.h: argon2id, a few at a time
class OpenUploads;    // uploads/resumable.h: uploads under way
class Transfers;      // deliveries/transfers.h: what is being sent now
class KnownPictures;  // pictures/known_pictures.h: facts of those that are ready

struct HouseOptions {
    std::string public_url;                         // without a slash at the end; empty: none was given
    std::string own_url;                            // where this server listens, as it says itself
    std::string data_folder;                        // absolute
    std::int64_t upload_limit = 100 * k_gib;        // of one file
    std::int64_t upload_lives_ms = 24 * 3'600'000;  // an unfinished upload goes after this

    /// For links in mails: never what a stranger wrote into the Host field.
    [[nodiscard]] const std::string& url() const { return public_url.empty() ? own_url : public_url; }
};

struct House {
    sql::Database& database;
    authority::Authority& authority;
    blobs::Blobs& blobs;
    telemetry::Log& log;
    Keys& keys;
    Passwords& passwords;
    OpenUploads& uploads;
    Transfers& transfers;
    media::TypeFinder& types;
    KnownPictures& known_pictures;
    HouseOptions options;
};

/// Runs a write that changes what authority keeps, and has it taken in before the caller goes on: who wrote reads their
/// own write, and running transfers hear the bell.
template <class Work>
auto change(House& house, Work&& work) -> std::invoke_result_t<Work, sql::Transaction&> {
    auto answer = house.database.write(std::forward<Work>(work));
    if (!answer) return answer;
    // The write is durable: a snapshot that cannot be read now grows stale by itself and refuses.
    static_cast<void>(house.authority.catch_up());
    return answer;
}

}  // namespace exeat::usecases
