// Leave to take files: asks the policy for each, writes the delivery and its ledger entry, and gives a ticket. Called
// by POST /api/deliveries. The bytes leave through attend.h, which asks again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/case.h"
#include "state/store/deliveries.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/refusal.h"

namespace exeat::usecases {

/// A ticket lives this long to its first byte.
inline constexpr std::int64_t k_ticket_ms = 15 * 60'000;
/// After the first byte the same ticket resumes for this long.
inline constexpr std::int64_t k_resume_ms = 24 * 3'600'000;
/// Files in one delivery, at most.
inline constexpr std::size_t k_delivery_files = 10'000;

struct WantedFile {
    AssetId asset;
    std::string file;  // DESIGN.md section 4: "original", "version:2", …
};

struct DeliveryWish {
    std::vector<WantedFile> files;
    std::string answers;                      // JSON object: the answers of the justification form; empty: none
    std::vector<domain::TermsVersion> terms;  // accepted texts
};

/// A file that could not be had, as the caller named it.
struct LeftOut {
    WantedFile file;
    std::string code;              // "not-found", "needs", "denied"
    std::vector<std::string> why;  // sentences
    std::optional<policy::Decision> decision;
};

struct DeliveryMade {
    std::string ticket;
    Instant expires_at;
    std::int64_t bytes = 0;
    std::int64_t files = 0;
    std::vector<LeftOut> left_out;
};

/// One wanted file that is refused refuses the call; of several, those that are free come, and the rest is left out
/// with reasons; when none is free the call is refused with the first reason. Errors: not_found, forbidden ("needs",
/// "denied"), invalid ("no-files", "too-many-files", "unknown-file", "wrong-answers"), conflict "site-held",
/// unavailable.
[[nodiscard]] Result<DeliveryMade> create_delivery(House& house, const Caller& caller, const DeliveryWish& wish);

}  // namespace exeat::usecases
